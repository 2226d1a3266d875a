package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.jdbc.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One statement that can only read, as JDBC takes it.
 *
 * <p>(1) It is a single SELECT, WITH, VALUES, TABLE or SHOW. (2) A parameter is a {@code ?} here and is bound; nothing is
 * ever spliced into the text. (3) {@code %%} is {@code %}, as where the names with parentheses come from; a single one
 * stays as it is. What still gets past this, as a function that writes, meets a read-only transaction and the role's
 * rights.
 *
 * @param edges what is to be bound, in order
 */
record ReadOnlySql(String text, List<Edge> edges) {

    private static final Set<String> READS = Set.of("SELECT", "WITH", "VALUES", "TABLE", "SHOW");
    private static final Set<String> WRITES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
    private static final Set<String> ROW_LOCKS = Set.of("UPDATE", "SHARE", "NO", "KEY");

    /** A window's ends. */
    enum Edge {
        START("start_time"),
        END("end_time");

        final String parameter;

        Edge(String parameter) {
            this.parameter = parameter;
        }

        static Optional<Edge> of(String parameter) {
            return List.of(values()).stream()
                    .filter(edge -> edge.parameter.equals(parameter))
                    .findFirst();
        }
    }

    static ReadOnlySql of(String sql, Dialect dialect) throws RefusedSqlException {
        if (sql.indexOf('\0') >= 0) {
            throw new RefusedSqlException("there is a NUL character in it");
        }
        var tokens = withoutLastSemicolon(Lexer.tokens(sql, dialect));
        var code = tokens.stream().filter(Token::isCode).toList();
        refuseAllButOneRead(code);
        refuseWrites(code);
        return bound(tokens, dialect);
    }

    private static List<Token> withoutLastSemicolon(List<Token> tokens) {
        var last = tokens.size() - 1;
        while (last >= 0 && !tokens.get(last).isCode()) {
            last--;
        }
        if (last < 0 || !tokens.get(last).isSign(";")) {
            return tokens;
        }
        var rest = new ArrayList<>(tokens);
        rest.remove(last);
        return rest;
    }

    private static void refuseAllButOneRead(List<Token> code) throws RefusedSqlException {
        var first = code.stream().filter(token -> !token.isSign("(")).findFirst();
        if (first.isEmpty()) {
            throw new RefusedSqlException("there is no statement in it");
        }
        if (!READS.contains(first.get().word())) {
            throw new RefusedSqlException(
                    "begins with '" + first.get().text() + "'; only SELECT, WITH, VALUES, TABLE and SHOW are asked");
        }
        if (code.stream().anyMatch(token -> token.isSign(";"))) {
            throw new RefusedSqlException("there is more than one statement in it");
        }
    }

    private static void refuseWrites(List<Token> code) throws RefusedSqlException {
        var hasWith = code.stream().anyMatch(token -> token.word().equals("WITH"));
        for (int i = 0; i < code.size(); i++) {
            var word = i > 0 && code.get(i - 1).isSign(".") ? "" : code.get(i).word();
            var next = i + 1 < code.size() ? code.get(i + 1).word() : "";
            if (hasWith && WRITES.contains(word)) {
                throw new RefusedSqlException("has " + word + " in a WITH; a column of that name needs quotes");
            }
            if (word.equals("INTO")) {
                throw new RefusedSqlException("has INTO: it would write");
            }
            if ((word.equals("FOR") && ROW_LOCKS.contains(next)) || (word.equals("LOCK") && next.equals("IN"))) {
                throw new RefusedSqlException("has " + word + " " + next + ": it would lock rows");
            }
        }
    }

    private static ReadOnlySql bound(List<Token> tokens, Dialect dialect) throws RefusedSqlException {
        var text = new StringBuilder();
        var edges = new ArrayList<Edge>();
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            switch (token.kind()) {
                case PARAMETER -> {
                    edges.add(Edge.of(token.text()).orElseThrow(() -> unknown(token.text())));
                    text.append('?');
                }
                case QUOTED -> {
                    refuseParameterIn(token.text());
                    text.append(token.text().replace("%%", "%"));
                }
                case SIGN -> text.append(sign(token, next(tokens, i), dialect));
                default -> text.append(token.text());
            }
        }
        return new ReadOnlySql(text.toString(), List.copyOf(edges));
    }

    private static Token next(List<Token> tokens, int i) {
        return i + 1 < tokens.size() ? tokens.get(i + 1) : new Token(Token.Kind.BLANK, "");
    }

    /** The drivers take a question mark for a parameter; PostgreSQL's has operators of it, and a way to write them. */
    private static String sign(Token token, Token next, Dialect dialect) throws RefusedSqlException {
        if (token.isSign("?")) {
            if (dialect == Dialect.MYSQL) {
                throw new RefusedSqlException("has a '?'; parameters are %(start_time)s and %(end_time)s");
            }
            return "??";
        }
        if (token.isSign("$") && next.kind() == Token.Kind.SIGN && next.text().matches("[0-9]")) {
            throw new RefusedSqlException(
                    "has a '$" + next.text() + "'; parameters are %(start_time)s and %(end_time)s");
        }
        return token.isSign("%%") ? "%" : token.text();
    }

    private static void refuseParameterIn(String quoted) throws RefusedSqlException {
        for (var edge : Edge.values()) {
            if (quoted.replace("%%", "").contains("%(" + edge.parameter + ")s")) {
                throw new RefusedSqlException(
                        "has %(" + edge.parameter + ")s within quotes; it is bound, so take the quotes away");
            }
        }
    }

    private static RefusedSqlException unknown(String parameter) {
        return new RefusedSqlException(
                "has the parameter '" + parameter + "'; there are %(start_time)s and %(end_time)s");
    }
}
