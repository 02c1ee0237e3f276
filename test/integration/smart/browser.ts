/** As much of a browser as a sign-in needs: cookies, and redirects that are followed and can be looked at. */
export type Step = { readonly url: string; readonly status: number; readonly setCookies: readonly string[] };

export type Page = {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly steps: readonly Step[];
};

export type Browser = {
  readonly cookies: Map<string, string>;
  readonly open: (url: string, headers?: Record<string, string>) => Promise<Page>;
  /** One call of a page's script: cookies go with it, redirects are not followed. */
  readonly call: (url: string, init?: RequestInit) => Promise<Response>;
};

export function createBrowser(language = 'en'): Browser {
  const cookies = new Map<string, string>();
  const keep = (line: string) => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) cookies.delete(name);
    else cookies.set(name, decodeURIComponent(value));
  };
  const call = async (url: string, init: RequestInit = {}) => {
    const headers = new Headers({ 'accept-language': language, ...(init.headers as Record<string, string>) });
    const jar = [...cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
    if (jar) headers.set('cookie', jar);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  };
  return {
    cookies,
    call,
    open: async (first, headers = {}) => {
      const steps: Step[] = [];
      let url = first;
      for (;;) {
        const response = await call(url, { headers });
        const { status } = response;
        steps.push({ url, status, setCookies: response.headers.getSetCookie() });
        const location = response.headers.get('location');
        if (status < 300 || status >= 400 || !location)
          return { url, status, text: await response.text(), headers: response.headers, steps };
        url = new URL(location, url).href;
      }
    },
  };
}
