(() => {
const { page, anchors } = JSON.parse(document.getElementById("moved_map").textContent);
let anchor = location.hash.slice(1);
try { anchor = decodeURIComponent(anchor); } catch { /* It is no address of ours then, and stays as it is. */ }
const part = Object.hasOwn(anchors, anchor) && anchors[anchor];
const whole = page && (page.includes("#") ? page : page + location.hash);
if (part || whole) location.replace(part || whole);
})();
