package io.pulsefleet.hub.access;

import io.pulsefleet.hub.access.OpenIdPeople.Why;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Where the server's own feature refuses somebody on the way in: back to the sign-in page, and on record. */
public class OpenIdRefusedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Refusals refusals;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        refusals.openId("", request.getRemoteAddr(), Why.FAILED);
        if (!response.isCommitted()) {
            response.sendRedirect(OpenIdServlet.refused(Why.FAILED));
        }
    }
}
