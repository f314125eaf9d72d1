// What went wrong, as the service says it (RFC 9457), and as a person reads it.

export class Problem extends Error {
  constructor({ title, detail, code, status, request_id }) {
    super(detail || "The service did not say why.");
    Object.assign(this, { title: title || "That did not work", code, status, requestId: request_id });
  }

  static unreachable() {
    return new Problem({ title: "The service did not answer", detail: "Check the connection, then try again." });
  }

  // Of an answer whose body may be one of ours, API Gateway's own, or anything.
  static ofAnswer(status, text) {
    let said;
    try {
      said = JSON.parse(text);
    } catch {
      said = {};
    }
    return new Problem({ title: `The service answered ${status}`, status, detail: said?.message, ...said });
  }
}

export function showProblem(place, problem) {
  place.hidden = !problem;
  if (!problem) return place.replaceChildren();
  const part = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };
  const trail = [problem.code, problem.requestId && `request ${problem.requestId}`].filter(Boolean).join(", ");
  place.replaceChildren(part("strong", problem.title ?? "That did not work"), part("p", problem.message));
  if (trail) place.append(part("small", trail));
  place.scrollIntoView({ block: "nearest" });
}
