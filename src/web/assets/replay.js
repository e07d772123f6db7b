// Looks after a replay until it is done; without this, the page's own link does.

const PAUSE = 2000; // ms; a replay takes seconds to minutes.

async function look() {
  const place = document.getElementById("replay");
  if (!place?.hasAttribute("data-open")) return;
  try {
    const answer = await fetch(location.href);
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("replay");
      if (fresh && fresh.innerHTML !== place.innerHTML) place.replaceWith(fresh);
    }
  } catch {
    // The network is away: the next look may find it.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE / 4);
