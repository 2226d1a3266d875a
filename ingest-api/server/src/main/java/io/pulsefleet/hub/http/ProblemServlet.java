package io.pulsefleet.hub.http;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers for what the server refuses by itself: a path outside the API, a header that cannot be read. */
@WebServlet("/problem")
public class ProblemServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** The one address below the API that people go to. */
    private static final String SIGN_IN = "/openid";

    private static final String SIGN_IN_REFUSED = "/openid-refused";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (isPage(request)) {
            refuseSignIn(request, response);
            return;
        }
        var refused = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var status = refused instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
        response.setStatus(status);
        response.setContentType(Problem.MEDIA_TYPE);
        Json.write(Problems.problemOf(status), response.getOutputStream());
    }

    /** The server's own feature may have answered with a page of its own already; it is on record then, too. */
    private static void refuseSignIn(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var refused = request.getRequestDispatcher(SIGN_IN_REFUSED);
        if (response.isCommitted()) {
            refused.include(request, response);
        } else {
            refused.forward(request, response);
        }
    }

    private static boolean isPage(HttpServletRequest request) {
        var asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return (request.getContextPath() + SIGN_IN).equals(asked)
                && request.getServletContext().getServletRegistration("openid-refused") != null;
    }
}
