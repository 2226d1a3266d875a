package io.pulsefleet.hub.access;

import jakarta.servlet.HttpConstraintElement;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletSecurityElement;
import jakarta.servlet.annotation.ServletSecurity.TransportGuarantee;
import jakarta.servlet.annotation.WebListener;

/** Opens the way in through the OpenID provider, where there is one; else there is no such address. */
@WebListener
public class OpenIdDoor implements ServletContextListener {

    /** Whoever the provider has let in. */
    private static final String ANYBODY_KNOWN = "**";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (!OpenIdConfig.current().isOn()) {
            return;
        }
        var context = event.getServletContext();
        var signIn = context.addServlet("openid", OpenIdServlet.class);
        signIn.addMapping(OpenIdServlet.PATH);
        signIn.setServletSecurity(
                new ServletSecurityElement(new HttpConstraintElement(TransportGuarantee.NONE, ANYBODY_KNOWN)));
        context.addServlet("openid-refused", OpenIdRefusedServlet.class).addMapping(OpenIdServlet.PATH + "-refused");
    }
}
