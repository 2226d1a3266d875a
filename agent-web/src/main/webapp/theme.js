// Light or dark: as the system says, until the viewer chooses. Runs before the first paint, so that nothing flashes.
(() => {
  const KEY = 'pulsefleet.theme';
  const system = matchMedia('(prefers-color-scheme: dark)');

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: the choice lasts as long as the page
    }
  }

  let chosen = remembered();

  function show() {
    document.documentElement.dataset.theme = chosen ?? (system.matches ? 'dark' : 'light');
    dispatchEvent(new Event('themechange'));
  }

  window.theme = {
    current: () => document.documentElement.dataset.theme,
    toggle() {
      chosen = this.current() === 'dark' ? 'light' : 'dark';
      try {
        localStorage.setItem(KEY, chosen);
      } catch {
        // see remembered()
      }
      show();
    },
  };
  system.addEventListener('change', show);
  show();
})();
