// Tells the page around an embedded guide how tall it is, which step is shown, and how it ended. Links that lead away open beside.
(function () {
  "use strict";

  if (window.parent === window) return;
  const send = (kind, detail) => window.parent.postMessage({ kbc: kind, detail }, "*");

  const box = document.getElementById("page_main");
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(box.getBoundingClientRect().bottom + window.scrollY);
    if (height !== told) send("height", told = height);
  }).observe(box);
  for (const kind of ["step", "end"]) document.addEventListener("kbc:" + kind, (event) => send(kind, event.detail));

  // Other guides of the site go on in the same place.
  const folder = /^(.*?\/embed\/)/.exec(location.href.split(/[?#]/)[0]);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#") || folder && link.href.startsWith(folder[1])) return;
    link.target = "_blank";
    link.rel = "noopener";
  }, true);
})();
