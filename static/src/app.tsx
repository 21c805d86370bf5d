/** Which page stands in the frame, by the address; and what leads from one to another, or is said on any of them. */
import { useEffect } from "preact/hooks";
import { navigate, route, tablePath } from "./router";
import { Home } from "./pages/home";
import { NotFound } from "./pages/not_found";
import { Replay } from "./pages/replay";
import { Table } from "./pages/table";
import { client } from "./session";
import { Frame } from "./ui/frame";
import { say } from "./ui/toasts";

export function App() {
  const notice = client.notice.value;
  useEffect(() => {
    if (notice !== null) {
      say(notice.reason);
    }
  }, [notice]);
  const seek = client.seeking.state.value;
  useEffect(() => {
    if (seek.kind === "ended") {
      say(seek.refusal.reason);
      client.seeking.cancel();
    } else if (seek.kind === "seated") {
      client.seeking.cancel();
      navigate(tablePath(seek.table));
    }
  }, [seek]);
  return (
    <Frame>
      <Page />
    </Frame>
  );
}

function Page() {
  const at = route.value;
  switch (at.page) {
    case "home":
      return <Home />;
    case "table":
      return <Table key={at.table} table={at.table} />;
    case "replay":
      return <Replay key={at.match_id} match_id={at.match_id} />;
    case "unknown":
      return <NotFound />;
  }
}
