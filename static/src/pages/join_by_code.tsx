/** The way to a friend's table by the few letters and digits they read out. */
import { useState } from "preact/hooks";
import { tableByCode } from "../net/http";
import { Refusal } from "../net/refusal";
import { navigate, tablePath } from "../router";

/** A code has six of them; a little more fits, for those who type the spaces they heard. */
const TYPED_MAX = 12;

export function JoinByCode() {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget as HTMLFormElement).get("code");
    const code = String(typed ?? "").replace(/[\s-]/g, "");
    if (busy || code === "") {
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      const { table } = await tableByCode(code);
      navigate(tablePath(table));
    } catch (thrown) {
      setRefusal(Refusal.of(thrown));
      setBusy(false);
    }
  };

  return (
    <section class="panel">
      <h2>Join by code</h2>
      <form class="join-code" onSubmit={submit}>
        <input
          name="code"
          class="input"
          aria-label="Table code"
          aria-describedby="join-by-code-said"
          maxLength={TYPED_MAX}
          placeholder="k7m2qd"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
        />
        <button type="submit" class="button" aria-disabled={busy}>
          Go
        </button>
      </form>
      <p id="join-by-code-said" class={refusal === null ? "small soft" : "field-error"} role="status">
        {refusal?.reason ?? "Six letters and digits that your friend sees beside their link."}
      </p>
    </section>
  );
}
