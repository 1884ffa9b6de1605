package dev.prism.admin;

import java.util.List;

/// What the API says about itself: `/openapi.json`, and the list at `/`.
final class ApiPages {
  private final List<Operation> operations;

  /// @param operations all of the API; read once it is complete
  ApiPages(List<Operation> operations) {
    this.operations = operations;
  }

  List<Operation> all() {
    return List.of(
        Operation
            .get("/openapi.json", "This API, as OpenAPI 3.1",
                call -> call.contentType("application/json")
                    .result(AdminJson.MAPPER.writeValueAsBytes(OpenApi.document(operations))))
            .open(),
        Operation.get("/", "This list", call -> call.html(html())).open().answersText("text/html"));
  }

  private String html() {
    StringBuilder page = new StringBuilder(
        """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Prism admin API</title>
            <meta name="viewport" content="width=device-width"><style>
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
            table{border-collapse:collapse}td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top}
            code{font:14px ui-monospace,monospace}@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}}
            </style><h1>Prism admin API</h1><p>Described in <a href="/openapi.json">/openapi.json</a>.
            <table><thead><tr><th>Call<th>Role<th>Does</thead><tbody>
            """);
    for (Operation operation : operations) {
      String path = operation.path;
      boolean link = operation.method.name().equals("GET") && path.indexOf('{') < 0;
      page.append("<tr><td><code>")
          .append(operation.method.name())
          .append(' ')
          .append(link ? "<a href=\"" + path + "\">" + path + "</a>" : path)
          .append("</code><td>")
          .append(operation.role == null ? "anyone" : OpenApi.roleName(operation.role))
          .append("<td>")
          .append(operation.summary)
          .append('\n');
    }
    return page.append("</table></html>\n").toString();
  }
}
