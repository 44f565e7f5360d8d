// The dialog of a lost connection. A server that was restarted does not know this circuit any more: then the page is
// loaded again, as its address says; what was typed or selected and is not in the address is gone then.
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
    // False: the server is there, and this circuit is not.
    if (!(await Blazor.reconnect())) location.reload();
  } catch {
    // The server is not there yet; the next try is on its way.
  }
}
