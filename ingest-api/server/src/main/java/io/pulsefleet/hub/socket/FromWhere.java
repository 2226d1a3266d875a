package io.pulsefleet.hub.socket;

import io.pulsefleet.store.StoreException;
import io.pulsefleet.wire.channel.Channel;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps the address of whoever opens a WebSocket, which the WebSocket's own API does not tell. The server would make an HTTP
 * session for each as well, which nobody asks for and which is kept for half an hour: here there is none. Who does not open a
 * WebSocket as RFC 6455 has it is told so here: the server would write a stack into its log for each.
 */
@WebFilter(
        urlPatterns = "/ws/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public class FromWhere implements Filter {

    public static final String ADDRESS = "pulsefleet.address";

    /** Where pages of the console connect. */
    public static final String LIVE_PATH = "/ws/live";

    private static final Set<String> PATHS = Set.of(Channel.PATH, LIVE_PATH);

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final int UPGRADE_REQUIRED = 426;

    private static final Logger LOG = System.getLogger(FromWhere.class.getName());

    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    @Inject
    @Any
    Instance<Porter> porters;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var opening = (HttpServletRequest) request;
        if (!opens(opening)) {
            refuse(opening, (HttpServletResponse) response);
            return;
        }
        try {
            var porter = porters.stream()
                    .filter(one -> one.path().equals(pathOf(opening)))
                    .findFirst();
            var who = porter.flatMap(one -> one.whoIsLetIn(opening).map(Principal.class::cast));
            if (porter.isPresent() && who.isEmpty()) {
                ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                return;
            }
            CURRENT.set(request.getRemoteAddr());
            chain.doFilter(new AsWeSeeIt(opening, who), response);
        } catch (StoreException | WebApplicationException away) {
            LOG.log(Level.DEBUG, "WebSockets: the database is away, or the hub starts", away);
            ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } finally {
            CURRENT.remove();
        }
    }

    private static boolean opens(HttpServletRequest request) {
        return isAddress(request)
                && request.getMethod().equals("GET")
                && says(request, "Upgrade", "websocket")
                && says(request, "Connection", "upgrade")
                && VERSION.equals(request.getHeader("Sec-WebSocket-Version"))
                && isKey(request.getHeader("Sec-WebSocket-Key"));
    }

    private static boolean isAddress(HttpServletRequest request) {
        return PATHS.contains(pathOf(request));
    }

    private static String pathOf(HttpServletRequest request) {
        var more = request.getPathInfo();
        return request.getServletPath() + (more == null ? "" : more);
    }

    private static boolean says(HttpServletRequest request, String header, String word) {
        var value = request.getHeader(header);
        return value != null
                && Stream.of(value.split(",", -1)).anyMatch(one -> one.strip().equalsIgnoreCase(word));
    }

    private static boolean isKey(String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) {
        if (!isAddress(request)) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Sec-WebSocket-Version", VERSION);
        response.setStatus(UPGRADE_REQUIRED);
    }

    private static final class AsWeSeeIt extends HttpServletRequestWrapper {

        private final Optional<Principal> who;

        AsWeSeeIt(HttpServletRequest request, Optional<Principal> who) {
            super(request);
            this.who = who;
        }

        /** The WebSocket's session takes it from here. */
        @Override
        public Principal getUserPrincipal() {
            return who.orElseGet(super::getUserPrincipal);
        }

        @Override
        public HttpSession getSession() {
            return null;
        }

        @Override
        public HttpSession getSession(boolean create) {
            return null;
        }
    }

    /** Hands the address on to the WebSocket's session. */
    public static final class Handing extends ServerEndpointConfig.Configurator {

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            var address = CURRENT.get();
            if (address != null) {
                config.getUserProperties().put(ADDRESS, address);
            }
        }
    }
}
