namespace Weir.Landing;

/// <summary>The page at <c>/</c>. It needs no script.</summary>
internal static class LandingPage
{
    public const string Html = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>Weir</title>
          <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1.25rem }
            h1 { font-size: 2rem; line-height: 1.2; margin-bottom: .25rem }
            code { font-family: ui-monospace, monospace; font-size: .95em }
            li { margin: .35rem 0 }
          </style>
        </head>
        <body>
          <main>
            <h1>Weir</h1>
            <p>This is an inference gateway: a low dam that measures a stream of tokens while it lets it pass.
              People and programs with an account here call language models through it. Every token is counted, and a limit is a limit.</p>
            <ul>
              <li><a href="/docs">API reference</a></li>
              <li><a href="/openapi/v1.json">OpenAPI document</a></li>
              <li><a href="/readyz">Is it ready?</a></li>
            </ul>
            <p>Anthropic SDKs and Claude Code use this address as their base URL, with an API key made here.</p>
          </main>
        </body>
        </html>
        """;
}
