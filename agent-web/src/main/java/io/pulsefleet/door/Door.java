package io.pulsefleet.door;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Hands {@code /ingest/...}, {@code /ready} and {@code /status} to the hub's API, which stands below {@code /api} on the same server. */
@WebServlet(urlPatterns = {"/ingest/*", "/ready", "/status"})
public class Door extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var hub = getServletContext().getContext("/api");
        var path = request.getPathInfo() == null
                ? request.getServletPath().replace("/status", "/status/page")
                : "/ingest" + request.getPathInfo();
        var inside = hub == null ? null : hub.getRequestDispatcher("/v1" + path);
        if (inside == null) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE); // the hub's application starts or ends
            return;
        }
        inside.forward(request, response);
    }
}
