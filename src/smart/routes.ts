import { Hono } from 'hono';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Vigie</title>
<style>
  :root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif }
  body { max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem }
</style>
<h1>Not in this version</h1>
<p>The page in which a summary can be questioned and contradicted is not part of this version of Vigie.
Nothing about a patient was loaded or stored by opening this address.</p>
<p>The card in your record system is the whole statement. It can be contradicted there with its override reasons.</p>
</html>`;

/** SMART launch address. Until the app exists it says so plainly and reads nothing. */
export function smartRoutes(): Hono {
  const routes = new Hono();
  routes.get('/launch', (c) => c.html(page));
  return routes;
}
