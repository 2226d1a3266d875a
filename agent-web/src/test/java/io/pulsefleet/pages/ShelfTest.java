package io.pulsefleet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShelfTest {

    private final Map<String, String> files = new HashMap<>(Map.of(
            "/index.html",
                    "<link href=\"style/page.css\"><script src=\"app.js\"></script><a href=\"#content\">skip</a>",
            "/app.js", "import './views/jobs.js';",
            "/views/jobs.js", "1",
            "/style/page.css", "a {}"));

    @Test
    void theFrameLoadsItsFilesUnderTheirVersion() throws Exception {
        var shelf = shelf();

        assertThat(shelf.frame())
                .isEqualTo(
                        "<link href=\"v/%1$s/style/page.css\"><script src=\"v/%1$s/app.js\"></script><a href=\"#content\">skip</a>"
                                .formatted(shelf.version()));
        assertThat(shelf.fileOf("/v/" + shelf.version() + "/app.js")).isEqualTo("/app.js");
        assertThat(shelf.fileOf("/v/" + shelf.version() + "/views/jobs.js")).isEqualTo("/views/jobs.js");
    }

    /** But what is imported when it is wanted. */
    @Test
    void theFrameNamesWhatItsModulesImport() throws Exception {
        files.put("/index.html", "<head>\n<script src=\"app.js\" type=\"module\"></script>\n</head>");
        files.put(
                "/app.js",
                "import {\n  el,\n} from './dom.js';\nimport * as a from './views/saved.js';\nimport('./views/jobs.js');");
        files.put("/views/saved.js", "import {el} from '../dom.js';\nexport {x} from './none.js';");
        files.put("/dom.js", "import * as app from './app.js';");
        var shelf = shelf();

        assertThat(shelf.frame().replace(shelf.version(), "it")).isEqualTo("""
                <head>
                <script src="v/it/app.js" type="module"></script>
                  <link rel="modulepreload" href="v/it/dom.js">
                  <link rel="modulepreload" href="v/it/views/saved.js">
                </head>""");
    }

    @Test
    void anyFileThatIsAnotherMakesAnotherVersion() throws Exception {
        var before = shelf();
        var again = shelf();
        files.put("/views/jobs.js", "2");
        var changed = shelf();
        files.put("/views/run.js", "");
        var added = shelf();

        assertThat(before.version()).matches("[0-9a-f]{16}").isEqualTo(again.version());
        assertThat(changed.version()).isNotEqualTo(before.version());
        assertThat(added.version()).isNotEqualTo(changed.version());
        assertThat(changed.fileOf("/v/" + before.version() + "/app.js")).isNull();
    }

    @Test
    void nothingButTheFilesIsThere() throws Exception {
        var shelf = shelf();

        for (var path : new String[] {"/WEB-INF/beans.xml", "/../app.js", "/views/", "/none.js", "", "/"}) {
            assertThat(shelf.fileOf("/v/" + shelf.version() + path)).as(path).isNull();
        }
        assertThat(shelf.fileOf("/v/")).isNull();
        assertThat(shelf.fileOf("/vnull")).isNull();
    }

    private Shelf shelf() throws IOException {
        var types = new TreeMap<String, String>();
        files.keySet().forEach(path -> types.put(path, "text/plain"));
        return Shelf.of(types, path -> new ByteArrayInputStream(files.get(path).getBytes(StandardCharsets.UTF_8)));
    }
}
