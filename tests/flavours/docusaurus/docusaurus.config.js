module.exports = {
  title: "Guides",
  url: "https://example.org",
  baseUrl: "/",
  onBrokenLinks: "throw",
  onBrokenAnchors: "throw",
  onDuplicateRoutes: "throw",
  markdown: { hooks: { onBrokenMarkdownLinks: "throw", onBrokenMarkdownImages: "throw" } },
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false, pages: false, theme: {} }]],
};
