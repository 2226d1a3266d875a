// Says so when a part of the console did not come: no module runs then, so this is a script of its own and has its own words.
(() => {
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  function say() {
    const notice = make('div', {className: 'notice', role: 'alert'});
    notice.dataset.test = 'not-whole';
    notice.append(
      make('h2', {textContent: 'The console did not load in full'}),
      make('p', {textContent: 'The server did not send every part of this page. It may be starting, or very busy.'}),
      make('button', {type: 'button', textContent: 'Try again', onclick: () => location.reload()}));
    document.getElementById('content').append(notice);
  }

  document.addEventListener('error', ({target}) => {
    if (target.type !== 'module') {
      return;
    }
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', say);
    } else {
      say();
    }
  }, true); // an error of a resource does not bubble
})();
