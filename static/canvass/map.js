// @ts-check
// Corners of an area set by tapping the map. They go into the field where they can be typed as well.

const TILE = 256;

/**
 * Where a point of the drawing lies on the globe (canvass/rules/maps.py says the same).
 * @param {SVGSVGElement} map
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]} latitude and longitude, degrees
 */
export function place(map, x, y) {
  const world = TILE * 2 ** Number(map.dataset.zoom);
  const across = (Number(map.dataset.left) + x) / world;
  const down = (Number(map.dataset.top) + y) / world;
  return [(Math.atan(Math.sinh(Math.PI * (1 - 2 * down))) * 180) / Math.PI, across * 360 - 180];
}

/**
 * @param {SVGSVGElement} map
 * @param {MouseEvent} event
 * @returns {DOMPoint | null} where the pointer is, in the drawing's own units
 */
function pointed(map, event) {
  const matrix = map.getScreenCTM();
  return matrix && new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
}

function start() {
  const map = document.querySelector("svg[data-map]");
  const field = document.querySelector("[data-corners]");
  const button = document.querySelector("[data-draw]");
  const said = document.querySelector("[data-drawing]");
  const drawn = document.querySelector("[data-drawn]");
  if (!(map instanceof SVGSVGElement) || !(field instanceof HTMLTextAreaElement)) return;
  if (!(button instanceof HTMLButtonElement) || !(said instanceof HTMLElement) || !drawn) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const drawing = map.classList.toggle("turf-drawing");
    button.setAttribute("aria-pressed", String(drawing));
    said.hidden = !drawing;
    if (drawing) map.scrollIntoView({ block: "nearest" });
  });
  map.addEventListener("click", (event) => {
    if (!map.classList.contains("turf-drawing")) return;
    event.preventDefault();
    const at = pointed(map, event);
    if (!at) return;
    const [latitude, longitude] = place(map, at.x, at.y);
    const before = field.value.trim();
    field.value = `${before}${before && "\n"}${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
    drawn.setAttribute("points", `${drawn.getAttribute("points") ?? ""} ${at.x},${at.y}`.trim());
  });
}

start();
