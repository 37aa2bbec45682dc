/** What is told of each step. */
export interface KbcStep {
  guide: string;
  /** The name of the check or the remedy; null at an end. */
  step: string | null;
  title: string;
  number: number;
  /** What leads to this step again, behind `#` in the address of the guide. */
  address: string;
}

/** What is told of the end. */
export interface KbcEnd {
  guide: string;
  kind: "solved" | "escalation" | "contradiction" | "guide";
  /** The name of the remedy that helped. */
  helped: string | null;
  /** The title of the likeliest cause, where one is clearly ahead. */
  cause: string | null;
  steps: number;
  answers: [question: string, answer: string][];
  /** What is handed over, where somebody takes over. */
  text: string | null;
}

export interface KbcGuideElement extends HTMLElement {
  /** The address of the page that is shown; null where `src` is none. */
  readonly address: URL | null;
}

declare global {
  interface HTMLElementTagNameMap {
    "kbc-guide": KbcGuideElement;
  }
  interface GlobalEventHandlersEventMap {
    "kbc-step": CustomEvent<KbcStep>;
    "kbc-end": CustomEvent<KbcEnd>;
  }
}
