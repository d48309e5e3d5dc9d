package ai.matih.mirror.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Requests that two readers may understand differently, and some that nobody should, each followed
 * by what would be a second request to a reader who ends the first one too early.
 */
public final class MalformedRequests {
  private static final String LAST = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

  private MalformedRequests() {}

  /** All of them, as they are to be sent. */
  public static List<String> all() {
    List<String> all = new ArrayList<>();
    requestLines().forEach(line -> all.add(line + "Host: a\r\n\r\n" + LAST));
    targets().forEach(target -> all.add("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n" + LAST));
    fields().forEach(field -> all.add("GET /f HTTP/1.1\r\nHost: a\r\n" + field + "\r\n" + LAST));
    hosts().forEach(hosts -> all.add("GET /h HTTP/1.1\r\n" + hosts + "\r\n" + LAST));
    lengths().forEach(field -> all.add(post(field) + "abc" + LAST));
    codings().forEach(field -> all.add(post(field) + "3\r\nabc\r\n0\r\n\r\n" + LAST));
    chunks().forEach(body -> all.add(post("Transfer-Encoding: chunked\r\n") + body + LAST));
    ends().forEach(all::add);
    return List.copyOf(all);
  }

  private static String post(String field) {
    return "POST /p HTTP/1.1\r\nHost: a\r\n" + field + "\r\n";
  }

  private static Stream<String> requestLines() {
    return Stream.of(
        "GET /l HTTP/1.1\n",
        "GET /l HTTP/1.1\r\r\n",
        "GET /l HTTP/1.1 \r\n",
        "GET /l HTTP/1.1\t\r\n",
        "\r\nGET /l HTTP/1.1\r\n",
        "\nGET /l HTTP/1.1\r\n",
        "\r\n\r\n\r\nGET /l HTTP/1.1\r\n",
        " GET /l HTTP/1.1\r\n",
        "\tGET /l HTTP/1.1\r\n",
        "GET  /l HTTP/1.1\r\n",
        "GET /l  HTTP/1.1\r\n",
        "GET\t/l\tHTTP/1.1\r\n",
        "GET\u000B/l\u000BHTTP/1.1\r\n",
        "GET /l\r\n",
        "GET\r\n",
        "GET /l HTTP/0.9\r\n",
        "GET /l HTTP/1.0\r\n",
        "GET /l HTTP/1.2\r\n",
        "GET /l HTTP/2.0\r\n",
        "GET /l HTTP/1.10\r\n",
        "GET /l HTTP/01.1\r\n",
        "GET /l HTTP/1,1\r\n",
        "GET /l HTTP/11\r\n",
        "GET /l http/1.1\r\n",
        "GET /l HTTPS/1.1\r\n",
        "GET /l HTTP/1.1 HTTP/1.1\r\n",
        "GET /l /m HTTP/1.1\r\n",
        "get /l HTTP/1.1\r\n",
        "GeT /l HTTP/1.1\r\n",
        "G\u0000ET /l HTTP/1.1\r\n",
        "G@T /l HTTP/1.1\r\n",
        "G:T /l HTTP/1.1\r\n",
        "G\u00C9T /l HTTP/1.1\r\n",
        "GET\u0000 /l HTTP/1.1\r\n",
        "M-SEARCH /l HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "X".repeat(5_000) + " /l HTTP/1.1\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n");
  }

  private static Stream<String> targets() {
    return Stream.of(
        "",
        "l",
        "?q",
        "*",
        "http://other/abs",
        "http://other",
        "http://other?q",
        "HTTP://other/abs",
        "https://other:8443/abs",
        "http://user:password@other/abs",
        "http:///abs",
        "http:/abs",
        "http:abs",
        "ftp://other/abs",
        "//other/x",
        "other:443",
        "other:443/x",
        "/\u0000",
        "/a\u0000b",
        "/a\u0001b",
        "/a\u007Fb",
        "/a\u000Bb",
        "/a\rb",
        "/a#fragment",
        "/a?b#fragment",
        "/%",
        "/%0",
        "/%zz",
        "/%00",
        "/%0d%0aX:y",
        "/a\\b",
        "\\a",
        "/a|b",
        "/<>\"`{}",
        "/..",
        "/a/../../..",
        "/\u00C4\u008A\u00C4\u008D",
        "/" + "x".repeat(9_000));
  }

  private static Stream<String> fields() {
    return Stream.of(
        "X: a\n",
        "X: a\r\r\n",
        "X: a\rY: b\r\n",
        "X: a\nY: b\r\n",
        "X : a\r\n",
        "X\t: a\r\n",
        " X: a\r\n",
        "X: a\r\n b\r\n",
        "X: a\r\n\tb\r\n",
        "X: a\r\n \r\n",
        "X:\r\n a\r\n",
        ": a\r\n",
        "X\r\n",
        "X a\r\n",
        "\u0000: a\r\n",
        "X: a\u0000b\r\n",
        "X\u0000Y: a\r\n",
        "X: a\u0001b\r\n",
        "X: a\u000Bb\r\n",
        "X: a\u007Fb\r\n",
        "X: \u00E9\r\n",
        "X\u00E9: a\r\n",
        "X(Y): a\r\n",
        "\"X\": a\r\n",
        "X/Y: a\r\n",
        "X{: a\r\n",
        "X::a\r\n",
        "X:a:b\r\n",
        "Connection: close, X\r\nX: hop\r\n",
        "Connection: Host, Content-Length\r\n",
        "Connection: \u0000\r\n",
        "Upgrade: h2c\r\n",
        "Expect: 200-ok\r\n",
        "x-traffic-mirror: \r\n",
        "x-http2-stream-id: 3\r\nCookie: a\r\nCookie: b\r\n",
        "X: " + "y".repeat(9_000) + "\r\n");
  }

  private static Stream<String> hosts() {
    return Stream.of(
        "",
        "Host:\r\n",
        "Host: a\r\nHost: b\r\n",
        "Host: a\r\nHost: a\r\n",
        "Host: a\r\nhost: b\r\n",
        "Host: a, b\r\n",
        "Host : a\r\n",
        " Host: a\r\n",
        "Host: a\r\n b\r\n",
        "X: a\r\n Host: b\r\n",
        "Host: a:99999\r\n",
        "Host: a:b\r\n",
        "Host: a/b\r\n",
        "Host: user@a\r\n",
        "Host: [::1\r\n",
        "Host: a b\r\n",
        "Host: a\u0000b\r\n",
        "Host: a%0d%0ab\r\n",
        "Host: \u00E9\r\n");
  }

  private static Stream<String> lengths() {
    return Stream.concat(
        Stream.of(
                "3, 3",
                "3,3",
                "3 3",
                "3, 4",
                "3;",
                "+3",
                "-3",
                "-0",
                "0x3",
                "3.0",
                "3e0",
                "03",
                "0000000000000000000003",
                "\u00B3",
                "",
                " ",
                "3 ",
                "\t3",
                "three",
                "2147483648",
                "9223372036854775808",
                "18446744073709551619",
                "99999999999999999999999999",
                "3\u0000",
                "3\u000B",
                "\u000B3")
            .map(value -> "Content-Length: " + value + "\r\n"),
        Stream.of(
            "Content-Length: 3\r\nContent-Length: 3\r\n",
            "Content-Length: 3\r\nContent-Length: 4\r\n",
            "Content-Length: 3\r\nContent-Length: 0\r\n",
            "Content-Length: 3\r\ncontent-length: 0\r\n",
            "Content-Length : 3\r\n",
            "Content-Length\u0000: 3\r\n",
            " Content-Length: 3\r\n",
            "Content-Length:\r\n 3\r\n",
            "X: a\r\n Content-Length: 3\r\n",
            "Content_Length: 3\r\n",
            "Content-Length: 3\r\nConnection: Content-Length\r\n"));
  }

  private static Stream<String> codings() {
    return Stream.concat(
        Stream.of(
                "Chunked",
                "chunked ",
                "\tchunked",
                "\u000Bchunked",
                "chunked\u0000",
                "xchunked",
                "chunkedx",
                "\"chunked\"",
                "chunked;a=b",
                "chunked, identity",
                "identity, chunked",
                "identity",
                "gzip, chunked",
                "chunked, gzip",
                "gzip",
                "chunked, chunked",
                ", chunked",
                "chunked,",
                "",
                "\u00E9, chunked")
            .map(value -> "Transfer-Encoding: " + value + "\r\n"),
        Stream.of(
            "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 13\r\nTransfer-Encoding: identity\r\n",
            "Content-Length: 13\r\nTransfer-Encoding: xchunked\r\n",
            "Content-Length: 13\r\nTransfer-Encoding : chunked\r\n",
            "Content-Length: 13\r\n Transfer-Encoding: chunked\r\n",
            "Content-Length: 13\r\nTransfer-Encoding:\r\n chunked\r\n",
            "Content-Length: 13\r\nX: a\r\n Transfer-Encoding: chunked\r\n",
            "Content-Length: 13\r\nTransfer_Encoding: chunked\r\n",
            "Content-Length: 13\r\nX: a\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 13\r\nX: a\rTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Transfer-Encoding\u0000: chunked\r\n",
            "TE: chunked\r\nTransfer-Encoding: chunked\r\nConnection: Transfer-Encoding\r\n"));
  }

  private static Stream<String> chunks() {
    return Stream.concat(
        Stream.of(
                "3 ",
                " 3",
                "\t3",
                "3\t",
                "03",
                "00000000000000003",
                "0x3",
                "+3",
                "-3",
                "3;",
                "3;a",
                "3;a=b",
                "3;a=\"b;c\"",
                "3;a=\u0000",
                "3;\na",
                "3 ;a=b",
                "3,",
                "3.0",
                "3 3",
                "g",
                "",
                " ",
                "80000000",
                "100000003",
                "7fffffffffffffff",
                "ffffffffffffffff",
                "10000000000000003",
                "4",
                "2",
                "3;" + "x".repeat(9_000))
            .map(size -> size + "\r\nabc\r\n0\r\n\r\n"),
        Stream.of(
            "3\nabc\n0\n\n",
            "3\rabc\r0\r\r",
            "3\r\nabc0\r\n\r\n",
            "3\r\nabc\n0\r\n\r\n",
            "3\r\nabc\r0\r\n\r\n",
            "3\r\nabcd\r\n0\r\n\r\n",
            "3\r\nab\r\n0\r\n\r\n",
            "3\r\nabc\r\n\r\n0\r\n\r\n",
            "3\r\nabc\r\n0\r\n",
            "3\r\nabc\r\n0\n\n",
            "3\r\nabc\r\n0 \r\n\r\n",
            "3\r\nabc\r\n00\r\n\r\n",
            "3\r\nabc\r\n-0\r\n\r\n",
            "3\r\nabc\r\n0;a=b\r\n\r\n",
            "3\r\nabc\r\n0\r\nX: trailer\r\n\r\n",
            "3\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n",
            "3\r\nabc\r\n0\r\nX : trailer\r\n\r\n",
            "3\r\nabc\r\n0\r\nX\r\n\r\n",
            "3\r\nabc\r\n0\r\n X\r\n\r\n",
            "3\r\nabc\r\n0\r\nX: a\u0000\r\n\r\n",
            "3\r\nabc\r\n0\r\nX: a\n\n",
            "\r\n3\r\nabc\r\n0\r\n\r\n",
            "abc"));
  }

  /** Requests that break off. */
  private static Stream<String> ends() {
    String chunked = post("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n";
    return Stream.concat(
        IntStream.range(1, chunked.length())
            .filter(i -> i % 5 == 1)
            .mapToObj(end -> chunked.substring(0, end)),
        Stream.of(post("Content-Length: 9\r\n") + "abc", post("Content-Length: 3\r\n")));
  }
}
