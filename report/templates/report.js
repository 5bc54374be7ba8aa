// The filter of the findings and its keys. The page is whole without it; nothing is loaded and nothing is kept.
"use strict";
(() => {
  const bar = document.getElementById("filters");
  if (!bar) return;
  const search = document.getElementById("q");
  const shown = document.getElementById("shown");
  const clear = document.getElementById("clear");
  const none = document.getElementById("none");
  const help = bar.querySelector(".keys");
  const chips = [...bar.querySelectorAll("button[data-facet]")];
  const selects = [...bar.querySelectorAll("select")];
  const rules = [...document.querySelectorAll(".rule")];
  const shelves = [...document.querySelectorAll(".shelf")];
  const facets = ["stack", "severity", "verdict", "since", "effect", "system", "framework"];
  const rows = rules.flatMap((rule) => {
    const about = rule.querySelector("header").textContent;
    return [...rule.querySelectorAll(".finding")].map((element) => ({
      element,
      details: element.firstElementChild,
      summary: element.querySelector("summary"),
      text: `${about} ${element.textContent}`.toLowerCase(),
      values: {
        ...Object.fromEntries(facets.map((facet) => [facet, (rule.dataset[facet] || "").split("|")])),
        system: [element.dataset.system],
      },
    }));
  });
  const byId = new Map(rows.map((row) => [row.element.id, row]));
  const chosen = Object.fromEntries(facets.map((facet) => [facet, new Set()]));
  let words = [];
  let opened = "";

  // What a finding lacks of what is asked for: a facet, or "q" for the words.
  const lacks = (row) => {
    const missed = facets.filter((facet) => chosen[facet].size && !row.values[facet].some((one) => chosen[facet].has(one)));
    return words.every((word) => row.text.includes(word)) ? missed : [...missed, "q"];
  };

  const apply = () => {
    const counts = Object.fromEntries(facets.map((facet) => [facet, new Map()]));
    let visible = 0;
    for (const row of rows) {
      const missed = lacks(row);
      row.element.hidden = missed.length > 0;
      visible += missed.length ? 0 : 1;
      // A value's count is what choosing it would show, so a finding counts for the one facet it misses.
      for (const facet of missed.length === 0 ? facets : missed.length === 1 && missed[0] !== "q" ? missed : []) {
        for (const value of row.values[facet]) counts[facet].set(value, (counts[facet].get(value) || 0) + 1);
      }
    }
    for (const group of [...rules, ...shelves]) {
      const number = group.querySelectorAll(".finding:not([hidden])").length;
      group.hidden = number === 0;
      group.querySelector(".count").textContent = number;
    }
    for (const chip of chips) {
      const { facet, value } = chip.dataset;
      chip.setAttribute("aria-pressed", String(chosen[facet].has(value)));
      chip.querySelector("b").textContent = counts[facet].get(value) || 0;
      chip.classList.toggle("empty", !counts[facet].get(value));
    }
    for (const select of selects) {
      select.value = [...chosen[select.dataset.facet]][0] || "";
      for (const option of select.options) {
        if (option.value) option.textContent = `${option.dataset.label} (${counts[select.dataset.facet].get(option.value) || 0})`;
      }
    }
    const filtered = words.length > 0 || facets.some((facet) => chosen[facet].size);
    const all = `${rows.length.toLocaleString("en")} finding${rows.length === 1 ? "" : "s"}`;
    shown.textContent = filtered ? `${visible.toLocaleString("en")} of ${all}` : all;
    clear.hidden = !filtered;
    none.hidden = visible > 0;
  };

  const remember = () => {
    const state = new URLSearchParams();
    for (const facet of facets) if (chosen[facet].size) state.set(facet, [...chosen[facet]].join("|"));
    if (search.value.trim()) state.set("q", search.value.trim());
    if (opened) state.set("at", opened);
    history.replaceState(null, "", `#${state}`);
  };

  const change = () => {
    words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    apply();
    remember();
  };

  const open = (row) => {
    row.details.open = true;
    row.summary.focus();
    row.element.scrollIntoView({ block: "center" });
  };

  // The address says what is shown: severity=critical|high&system=fraud-scoring&q=bucket&at=f-1a2b3c4d5e6f.
  const recall = () => {
    const hash = location.hash.slice(1);
    if (byId.has(hash)) return open(byId.get(hash));
    if (hash && !hash.includes("=")) return;
    const state = new URLSearchParams(hash);
    for (const facet of facets) {
      const known = new Set(rows.flatMap((row) => row.values[facet]));
      chosen[facet] = new Set((state.get(facet) || "").split("|").filter((value) => value && known.has(value)));
    }
    search.value = state.get("q") || "";
    words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    apply();
    const at = byId.get(state.get("at"));
    opened = at ? at.element.id : "";
    if (at && !at.element.hidden) open(at);
  };

  const forget = () => {
    for (const facet of facets) chosen[facet].clear();
    search.value = "";
    change();
  };

  const move = (by) => {
    const visible = rows.filter((row) => !row.element.hidden);
    if (!visible.length) return;
    const now = visible.findIndex((row) => row.element.contains(document.activeElement));
    const next = now < 0 ? (by > 0 ? 0 : visible.length - 1) : Math.min(Math.max(now + by, 0), visible.length - 1);
    visible[next].summary.focus({ preventScroll: true });
    visible[next].summary.scrollIntoView({ block: "nearest" });
  };

  for (const chip of chips) {
    chip.addEventListener("click", () => {
      const { facet, value } = chip.dataset;
      if (!chosen[facet].delete(value)) chosen[facet].add(value);
      change();
    });
  }
  for (const select of selects) {
    select.addEventListener("change", () => {
      chosen[select.dataset.facet] = new Set(select.value ? [select.value] : []);
      change();
    });
  }
  search.addEventListener("input", change);
  clear.addEventListener("click", () => {
    forget();
    search.focus();
  });
  for (const row of rows) {
    row.details.addEventListener("toggle", () => {
      if (row.details.open) opened = row.element.id;
      else if (opened === row.element.id) opened = "";
      remember();
    });
  }
  for (const link of document.querySelectorAll('nav a[href^="#"]')) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const target = document.getElementById(link.getAttribute("href").slice(1));
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
      target.scrollIntoView();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const on = document.activeElement;
    const finding = on.closest(".finding");
    let done = true;
    if (on === search) {
      if (event.key === "ArrowDown" || event.key === "Enter") move(1);
      else if (event.key !== "Escape") done = false;
      else if (search.value) {
        search.value = "";
        change();
      } else search.blur();
    } else if (on.matches("input, select, textarea")) done = false;
    else if (event.key === "/") search.select();
    else if (event.key === "j" || (event.key === "ArrowDown" && finding)) move(1);
    else if (event.key === "k" || (event.key === "ArrowUp" && finding)) move(-1);
    else if (event.key === "x") forget();
    else if (event.key === "?") help.open = !help.open;
    else if (event.key === "Escape" && help.open) help.open = false;
    else if (event.key === "Escape" && finding) finding.firstElementChild.open = false;
    else done = false;
    if (done) event.preventDefault();
  });
  addEventListener("hashchange", recall);
  addEventListener("resize", () => measure());
  const measure = () => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);

  bar.hidden = false;
  measure();
  apply();
  recall();
  // A browser that finds the element of an address takes the focus to it, which is after this, and a finding is none to focus.
  addEventListener("load", () => byId.has(location.hash.slice(1)) && recall());
})();
