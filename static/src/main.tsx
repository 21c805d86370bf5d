/** Starts the page: styles, session, list of titles, and the app into its place. */
import "./style/tokens.css";
import "./style/base.css";
import "./style/components.css";
import { render } from "preact";
import { App } from "./app";
import { loadCatalogue } from "./catalogue";
import { followHistory } from "./router";
import { startSession } from "./session";

const root = document.getElementById("app");
if (root !== null) {
  followHistory();
  startSession();
  void loadCatalogue();
  render(<App />, root);
}
