package io.pulsefleet.hub.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Looks at what the server shows to those who connect. */
final class Handshake {

    /** Long: when all agents come back at once, ours is one of thousands of handshakes. */
    private static final int PATIENCE_MILLIS = 20_000;

    /** What was seen. */
    enum Sight {
        WANTED,
        ANOTHER,

        /** Nobody answered, or not in time: it is not known what is shown. */
        NOTHING
    }

    private Handshake() {}

    /** @param host that the server listens at; {@code *}: at all */
    static Sight look(String host, int port, X509Certificate wanted) {
        try (var socket = (SSLSocket) context().getSocketFactory().createSocket()) {
            var address = host.equals("*") ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].equals(wanted) ? Sight.WANTED : Sight.ANOTHER;
        } catch (IOException notYet) {
            return Sight.NOTHING;
        }
    }

    private static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Onlooker()}, null);
            return context;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Takes whatever is shown: it is compared afterwards, and nothing is ever said over the connection. */
    private static final class Onlooker extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // it is shown to us, and looked at later
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // it is shown to us, and looked at later
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // it is shown to us, and looked at later
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // it is shown to us, and looked at later
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // it is shown to us, and looked at later
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // it is shown to us, and looked at later
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
