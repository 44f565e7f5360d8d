// The dialog of a lost connection. A server that gave this page's circuit up in the meantime has kept what was typed and
// selected, and goes on from there. One that was restarted knows nothing of it: then the page is loaded again, as its
// address says; what is not in the address is gone then.
const dialog = document.getElementById("components-reconnect-modal");
const retryEvery = 2000;
let asking;

dialog.addEventListener("components-reconnect-state-changed", (event) => {
  switch (event.detail.state) {
    case "show":
      if (!dialog.open) dialog.showModal();
      break;
    case "hide":
      stopAsking();
      dialog.close();
      break;
    case "failed":
      keepAsking();
      break;
    case "rejected":
      location.reload();
      break;
  }
});

document.getElementById("components-reconnect-button").addEventListener("click", tryAgain);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && asking) tryAgain();
});

function keepAsking() {
  asking ??= setInterval(tryAgain, retryEvery);
}

function stopAsking() {
  clearInterval(asking);
  asking = undefined;
}

async function tryAgain() {
  try {
    // False: the server is there, and this circuit is not, or not what it left behind.
    if (await Blazor.reconnect()) return;
    if (!(await Blazor.resumeCircuit())) location.reload();
    else {
      stopAsking();
      dialog.close();
    }
  } catch {
    // The server is not there yet; the next try is on its way.
  }
}
