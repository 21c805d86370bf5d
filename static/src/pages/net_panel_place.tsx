/** Where the panel of `?net` stands on a table's page: it is fetched when the address asks for it, and not otherwise. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MatchId } from "../wire/generated";

interface Props {
  match_id: MatchId | null;
}

export function NetPanelPlace({ match_id }: Props) {
  const wanted = new URLSearchParams(location.search).has("net");
  const [Panel, setPanel] = useState<ComponentType<Props> | null>(null);
  useEffect(() => {
    if (wanted) {
      void import("./net_panel").then((module) => setPanel(() => module.default));
    }
  }, [wanted]);
  return Panel === null ? null : <Panel match_id={match_id} />;
}
