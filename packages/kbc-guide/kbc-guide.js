// <kbc-guide src="…" seen="…" know="…">: a guide made by kbc, within any page. See README.md beside this file.
(function () {
  "use strict";

  if (typeof customElements === "undefined" || customElements.get("kbc-guide")) return;

  // Where this script lies is where a site has the pages that it embeds.
  const here = typeof document !== "undefined" && document.currentScript ? document.currentScript.src : "";
  const style = new CSSStyleSheet();
  style.replaceSync(":host { display: block } :host([hidden]) { display: none } iframe { display: block; width: 100%; height: 32rem; border: 0 }");

  // Names apart by commas or blanks.
  const parts = (text) => (text || "").split(/[\s,]+/).filter(Boolean);
  // A part of an address: `~`, which no encoding takes, has a meaning there.
  const encoded = (text) => encodeURIComponent(text).replace(/~/g, "%7E");

  // What is known, `name=answer` or `name:value`, each up to the next comma.
  function known(text) {
    return (text || "").split(",").map((one) => one.trim()).filter(Boolean).map((one) => {
      const [, name, sign, value] = /^([^=:]+)([=:])(.*)$/s.exec(one) || [];
      return name ? encoded(name.trim()) + sign + encoded(value.trim()) : null;
    }).filter(Boolean);
  }

  class KbcGuide extends HTMLElement {
    static observedAttributes = ["src", "seen", "know", "lang"];

    constructor() {
      super();
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style];
      this.frame = null;
      this.hear = (event) => this.heard(event);
    }

    connectedCallback() {
      window.addEventListener("message", this.hear);
      this.show();
    }

    disconnectedCallback() {
      window.removeEventListener("message", this.hear);
      if (this.frame) this.frame.remove();
      this.frame = null;
    }

    attributeChangedCallback(_, before, now) {
      if (this.isConnected && before !== now) this.show();
    }

    // The address of the page that is shown; nothing where `src` is none.
    get address() {
      const lang = this.lang || (this.closest("[lang]") || document.documentElement).lang || navigator.language;
      try {
        const address = new URL((this.getAttribute("src") || "").replace("{lang}", encodeURIComponent(lang)), here || document.baseURI);
        if (!/^(https?|file):$/.test(address.protocol)) return null;
        if (!/\.html$|\/$/.test(address.pathname)) address.pathname += ".html";
        const said = parts(this.getAttribute("seen")).map((name) => "+" + encoded(name)).concat(known(this.getAttribute("know")));
        address.hash = said.length ? "go/" + said.join("/") : "";
        return address;
      } catch (_) {
        return null;
      }
    }

    show() {
      const address = this.getAttribute("src") ? this.address : null;
      if (!address) return;
      if (this.frame) { this.frame.remove(); this.frame = null; }
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("aria-label") || this.title || "Guide";
      frame.allow = "clipboard-write";
      frame.src = address.href;
      this.frame = frame;
      this.shadowRoot.append(frame);
    }

    heard(event) {
      if (!this.frame || event.source !== this.frame.contentWindow || !event.data || typeof event.data !== "object") return;
      const { kbc: kind, detail } = event.data;
      if (kind === "height" && detail > 0 && detail < 1e5) this.frame.style.height = detail + "px";
      else if (kind === "step" || kind === "end") {
        this.dispatchEvent(new CustomEvent("kbc-" + kind, { detail, bubbles: true, composed: true }));
        // A step begins at its top, also where the one before was longer than the window.
        if (kind === "step" && this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start" });
      }
    }
  }

  customElements.define("kbc-guide", KbcGuide);
})();
