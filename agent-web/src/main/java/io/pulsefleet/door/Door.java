package io.pulsefleet.door;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Hands {@code /ingest/...}, {@code /ready} and the WebSockets at {@code /ws/agent} and {@code /ws/live} to the hub's API, which stands below {@code /api} on the same server, and sends
 * those who look for {@code /status} to its page there.
 */
@WebServlet(urlPatterns = {"/ingest/*", "/ready", "/status", "/ws/agent", "/ws/live"})
public class Door extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getServletPath().equals("/status")) {
            response.sendRedirect("/api/v1/status/page");
            return;
        }
        var hub = getServletContext().getContext("/api");
        var inside = hub == null ? null : hub.getRequestDispatcher(pathInside(request));
        if (inside == null) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE); // the hub's application starts or ends
            return;
        }
        inside.forward(request, response);
    }

    private static String pathInside(HttpServletRequest request) {
        if (request.getServletPath().startsWith("/ws/")) {
            return request.getServletPath();
        }
        return "/v1" + (request.getPathInfo() == null ? request.getServletPath() : "/ingest" + request.getPathInfo());
    }
}
