package io.pulsefleet.hub.http;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Refuses heads of requests that are none; the server would take them for failures of ours and log their stacks. */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD}, // the paths at the root are handed on to us
        asyncSupported = true)
public class HeadFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var wrong = RequestHead.problemOf(
                request.getRequestURI(),
                request.getQueryString(),
                request.getHeader("Content-Type"),
                request.getHeader("Accept"));
        if (wrong.isEmpty()) {
            chain.doFilter(request, response);
        } else {
            answer(response, wrong.get());
        }
    }

    private static void answer(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        Json.write(problem, response.getOutputStream());
    }
}
