package io.pulsefleet.pages;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The frame is asked for each time and seldom sent; its files bear a version in their address and are kept by the browser for
 * good. So nobody sees half an old console, and a page that was seen before costs one question.
 */
@WebServlet(
        urlPatterns = {"", Shelf.FRAME, "/v/*"},
        loadOnStartup = 1)
public class Pages extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Shelf shelf;
    private transient Packed packed;

    @Override
    public void init() throws ServletException {
        try {
            var types = new TreeMap<String, String>();
            collect("/", types);
            shelf = Shelf.of(types, getServletContext()::getResourceAsStream);
            packed = new Packed(getServletContext()::getResourceAsStream);
        } catch (IOException unreadable) {
            throw new ServletException("The console's own files cannot be read", unreadable);
        }
    }

    private void collect(String folder, SortedMap<String, String> into) {
        for (var path : getServletContext().getResourcePaths(folder)) {
            if (path.startsWith("/WEB-INF/") || path.startsWith("/META-INF/")) {
                continue;
            }
            if (path.endsWith("/")) {
                collect(path, into);
            } else {
                var type = getServletContext().getMimeType(path);
                into.put(path, type == null ? "application/octet-stream" : type);
            }
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals("/v")) {
            file(shelf.fileOf("/v" + request.getPathInfo()), request, response);
        } else {
            frame(request, response);
        }
    }

    private void frame(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var tag = "\"" + shelf.version() + "\"";
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", tag);
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(shelf.frame());
    }

    private void file(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (path == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        var type = shelf.types().get(path);
        response.setContentType(type);
        if (Packed.isWorthIt(type)) {
            response.setHeader("Vary", "Accept-Encoding");
            if (Packed.isTaken(request.getHeader("Accept-Encoding"))) {
                var bytes = packed.of(path);
                response.setHeader("Content-Encoding", "gzip");
                response.setContentLength(bytes.length);
                response.getOutputStream().write(bytes);
                return;
            }
        }
        try (var file = getServletContext().getResourceAsStream(path)) {
            file.transferTo(response.getOutputStream());
        }
    }
}
