package io.pulsefleet.hub.http;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers for what the server refuses by itself: a path outside the API, a header that cannot be read. */
@WebServlet("/problem")
public class ProblemServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var refused = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var status = refused instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
        response.setStatus(status);
        response.setContentType(Problem.MEDIA_TYPE);
        Json.write(Problems.problemOf(status), response.getOutputStream());
    }
}
