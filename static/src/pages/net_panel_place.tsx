/** Where the panel of `?net` stands on a table's page: it is fetched when the address asks for it, and not otherwise. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { netAsked } from "../router";
import type { MatchId } from "../wire/generated";

interface Props {
  match_id: MatchId | null;
}

export function NetPanelPlace({ match_id }: Props) {
  const [Panel, setPanel] = useState<ComponentType<Props> | null>(null);
  useEffect(() => {
    if (netAsked) {
      void import("./net_panel").then((module) => setPanel(() => module.default));
    }
  }, []);
  return Panel === null ? null : <Panel match_id={match_id} />;
}
