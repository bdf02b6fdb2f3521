const HEADING_OR_NONE = /^(?:[ \t　]*【[ 　]*[FSOAIPＦＳＯＡＩＰ](?:[ 　]*(?:焦点|主観的情報|客観的情報|評価|介入|計画))?[ 　]*】[ 　]*)?/;
const MARK = /^[ \t　]*【(?:事実|第三者情報|第三者|所見)】/;

function changed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function headingsOf(frame) {
  return frame.split("\n").filter((line) => line !== "");
}

/** The headings of a style into the text. Nothing typed is taken out; headings without text are. */
function putFrame(field, frame, frames) {
  const ours = new Set(frames.flatMap(headingsOf));
  const untouched = field.value.split("\n").every((line) => line.trim() === "" || ours.has(line.trim()));
  if (untouched) {
    field.value = frame;
  } else {
    const present = new Set(field.value.split("\n").map((line) => line.trim()));
    const missing = headingsOf(frame).filter((heading) => !present.has(heading));
    field.value = [field.value.trimEnd(), ...missing].join("\n\n");
  }
  changed(field);
}

function startFrames(group) {
  const field = document.getElementById(group.dataset.framesFor);
  const frames = [...group.querySelectorAll("[data-frame]")].map((radio) => radio.dataset.frame);
  group.addEventListener("change", (event) => putFrame(field, event.target.dataset.frame, frames));
}

/** The mark before the line of the cursor, in place of the one it bears; the same one goes away. */
function putMark(field, mark) {
  const cursor = field.selectionStart;
  const lineStart = field.value.lastIndexOf("\n", cursor - 1) + 1;
  const start = lineStart + HEADING_OR_NONE.exec(field.value.slice(lineStart))[0].length;
  const borne = MARK.exec(field.value.slice(start))?.[0] ?? "";
  const put = borne === mark ? "" : mark;
  field.setRangeText(put, start, start + borne.length, "preserve");
  const moved = cursor + put.length - borne.length;
  field.focus();
  field.setSelectionRange(Math.max(moved, start + put.length), Math.max(moved, start + put.length));
  changed(field);
}

function startMarks(group) {
  const field = document.getElementById(group.dataset.marks);
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-mark]");
    if (button !== null) putMark(field, button.dataset.mark);
  });
}

/** Help with the text of a record; typed by hand the headings and marks are the same. */
export function startWriting(root) {
  for (const group of root.querySelectorAll("[data-frames-for]")) startFrames(group);
  for (const group of root.querySelectorAll("[data-marks]")) startMarks(group);
}
