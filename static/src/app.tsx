/** Which page stands in the frame, by the address. */
import { useEffect } from "preact/hooks";
import { route } from "./router";
import { Home } from "./pages/home";
import { NotFound } from "./pages/not_found";
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
    case "unknown":
      return <NotFound />;
  }
}
