/**
 * The page's document, but style elements keep their text in constructed sheets: xterm writes its
 * styles into style elements, which the content security policy does not let apply.
 */
export function styledDocument(): Document {
  return new Proxy(document, {
    get(target, name) {
      if (name === 'createElement') {
        return (tag: string, options?: ElementCreationOptions) =>
          tag === 'style' ? styleElement() : target.createElement(tag, options);
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}

/** Part of xterm makes its elements with the real document even so, while it opens. */
export function withStyledElements(open: () => void): void {
  const create = document.createElement;
  document.createElement = ((tag: string, options?: ElementCreationOptions) =>
    tag === 'style' ? styleElement() : create.call(document, tag, options)) as typeof document.createElement;
  try {
    open();
  } finally {
    document.createElement = create;
  }
}

function styleElement(): HTMLStyleElement {
  // An empty style element is refused too, and said so in the browser's log.
  const element = Document.prototype.createElement.call(document, 'template') as HTMLElement as HTMLStyleElement;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set: (css: string) => {
      text = css;
      sheet.replaceSync(css);
    },
  });
  const remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  Object.defineProperty(element, 'remove', { value: remove });
  return element;
}

/**
 * A style attribute is refused where a script sets it as text, and let be where it sets the
 * properties. xterm does the first for true colours; here the two are made the same.
 */
HTMLSpanElement.prototype.setAttribute = function (name: string, value: string): void {
  if (name === 'style') {
    this.style.cssText = value;
  } else {
    Element.prototype.setAttribute.call(this, name, value);
  }
};
