package org.plankton;

import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.plankton.cloud.User;

/** Requests as clients of OpenStack Images v2 send them, more or less. A character is a byte on the wire. */
final class HostileImages {
    private static final String PATCH = "application/openstack-images-v2.1-json-patch";
    private static final String OLDER_PATCH = "application/openstack-images-v2.0-json-patch";
    private static final String FORMATS = "\"disk_format\":\"raw\",\"container_format\":\"bare\"";

    private static final List<String> CATALOGUE_PARAMETERS =
            List.of("limit", "marker", "after", "since", "kind", "account", "x", "");

    private static final List<String> PAGE_PARAMETERS = List.of(
            "q",
            "q",
            "os",
            "format",
            "readiness",
            "scope",
            "hidden",
            "snapshots",
            "owner",
            "sort",
            "limit",
            "marker",
            "container",
            "container",
            "prefix",
            "x",
            "");

    private static final List<String> PAGE_WORDS = List.of(
            "images",
            "mine",
            "shared",
            "public",
            "everyone",
            "true",
            "ready,check",
            "qcow2,raw",
            "name:desc",
            "size",
            "os:a",
            ":",
            "a:",
            ":a",
            "::",
            "a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u+v",
            "1",
            "99999999999999999999",
            "-1",
            "a/b",
            "..",
            "{id}",
            "{ID}",
            User.ALICE.account() + "%2F%00",
            "%e1%bf%bb%cc%88",
            "%f0%9f%98%80",
            "%ed%a0%80",
            "%");

    private static final List<String> LANGUAGES =
            List.of("el", "en;q=x", ";", "*", "", "el-GR-x-a, en;q=0.5", "\u00ff", "e".repeat(4_000), "el;q=0");

    private static final List<String> SAID = List.of(
            "id",
            "name",
            "disk_format",
            "container_format",
            "visibility",
            "min_disk",
            "size",
            "virtual_size",
            "properties",
            "x");

    private static final String INVITATION = "{\"member\":\"" + User.BOB.account() + "\"}";
    private static final String ANSWER = "{\"status\":\"accepted\"}";

    /** Whoever may say them. */
    private static final List<String> FIELDS = List.of(
            "name",
            "disk_format",
            "container_format",
            "visibility",
            "protected",
            "os_hidden",
            "min_ram",
            "min_disk",
            "owner",
            "tags",
            "id",
            "size",
            "virtual_size",
            "status",
            "checksum",
            "os_hash_algo",
            "os_hash_value",
            "created_at",
            "updated_at",
            "self",
            "file",
            "schema",
            "direct_url",
            "stores",
            "location",
            "locations",
            "deleted",
            "deleted_at",
            "os_glance_failed_import",
            "is_public",
            "properties");

    /** As they stand in JSON. */
    private static final List<String> KEYS = List.of(
            "",
            " ",
            " name",
            "Name",
            "NAME",
            "os_distro",
            "OS_Distro",
            "os-distro",
            "org.x",
            "trait:HW_CPU_X86_AVX2",
            "a/b",
            "a~b",
            "a~1b",
            "~",
            "/",
            "-",
            "_",
            "...",
            "\\u0000",
            "a\\u0000b",
            "a\\r\\nX-Injected: 1",
            "\\ud800",
            "\\udc00\\ud800",
            "\\ud83d\\ude00",
            utf8("α"),
            utf8("😀"),
            utf8("İ"),
            "\u00ff",
            "\u00ed\u00a0\u0080",
            "__proto__",
            "constructor",
            "$ref",
            "@class",
            "k".repeat(255),
            "k".repeat(256),
            utf8("😀".repeat(255)),
            utf8("😀".repeat(256)),
            "\\u0130".repeat(255),
            "k".repeat(100_000),
            "x' OR 1=1-- -",
            "\\\"",
            "\\\\",
            "$.a",
            "$[*]",
            "\\/");

    /** JSON, of every type, or almost. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "1.0",
            "1.5",
            "1e2",
            "1e400",
            "1e999999999",
            "1E+2147483648",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "9".repeat(5_000),
            "0." + "9".repeat(2_000),
            "007",
            "+1",
            "NaN",
            "-Infinity",
            "0x10",
            "[]",
            "{}",
            "[[]]",
            "[{}]",
            "{\"a\":{\"b\":[1,null,\"c\"]}}",
            "[".repeat(10) + "]".repeat(10),
            "[".repeat(17) + "]".repeat(17),
            "[".repeat(100_000),
            "{\"a\":".repeat(20_000),
            "[\"a\",\"a\"]",
            "[\"a\",\"b\",\"c d\"]",
            "[\"a\",null]",
            "[1]",
            "[[\"a\"]]",
            "[\"\"]",
            "[\" \"]",
            "[\"\\u0000\"]",
            "[\"\\ud800\"]",
            "[\"\\ud83d\\ude00\"]",
            "[\"" + "t".repeat(255) + "\"]",
            "[\"" + "t".repeat(256) + "\"]",
            "[" + "\"a\",".repeat(3_000) + "\"a\"]",
            many(127),
            many(128),
            many(129),
            many(5_000),
            "\"\"",
            "\" \"",
            "\"a\"",
            "\"true\"",
            "\"0\"",
            "\"null\"",
            "\"raw\"",
            "\"RAW\"",
            "\"ami\"",
            "\"qcow2\"",
            "\"gpt\"",
            "\"diskdump\"",
            "\"bare\"",
            "\"compressed\"",
            "\"public\"",
            "\"private\"",
            "\"shared\"",
            "\"community\"",
            "\"Public\"",
            "\"all\"",
            "\"active\"",
            "\"queued\"",
            "\"" + User.ALICE.account() + "\"",
            "\"" + User.BOB.account() + "\"",
            "\"*\"",
            "\"a;write=b\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"a\\udfffb\"",
            "\"\\ud83d\\ude00\"",
            "\"\\u0130\\u00df\"",
            "\"a\\r\\nX-Injected: 1\"",
            "\"\\u001b[31m\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"a\u0000b\"",
            "\"a\nb\"",
            "\"\u007f\u00c2\u0085\"",
            "\"\u00ff\"",
            "\"\u00ed\u00a0\u0080\"",
            "\"\u00c0\u00af\"",
            "\"" + utf8("Ω 😀") + "\"",
            "\"" + utf8("😀".repeat(255)) + "\"",
            "\"" + utf8("😀".repeat(256)) + "\"",
            "\"" + "a".repeat(255) + "\"",
            "\"" + "a".repeat(256) + "\"",
            "\"" + "a".repeat(5_000) + "\"",
            "\"" + "\\u0001".repeat(3_000) + "\"",
            "\"" + "a".repeat(40_000) + "\"",
            "\"" + "a".repeat(131_000) + "\"",
            "\"" + "a".repeat(1_000_000) + "\"",
            "\"",
            "'a'",
            "a",
            "",
            "/* */ \"a\"",
            "\"a\" \"b\"");

    /** A key, as it stands in JSON, and its value. */
    private record Member(String key, String value) {}

    /** Which are right, each by itself. */
    private static final List<Member> SENSIBLE = List.of(
            new Member("name", "\"Debian\""),
            new Member("name", "null"),
            new Member("visibility", "\"public\""),
            new Member("visibility", "\"private\""),
            new Member("visibility", "\"shared\""),
            new Member("visibility", "\"shared\""),
            new Member("visibility", "\"community\""),
            new Member("os_hidden", "true"),
            new Member("os_hidden", "false"),
            new Member("protected", "false"),
            new Member("min_ram", "2147483647"),
            new Member("min_disk", "0"),
            new Member("tags", "[\"a\",\"" + utf8("😀") + "\"]"),
            new Member("tags", "[]"),
            new Member("os_distro", "\"debian\""),
            new Member("OS_Distro", "\"\""),
            new Member("trait:X", "\"a\\u0000\\nb\""));

    /** Instead of an object, or an array of changes. */
    private static final List<String> BODIES = List.of(
            "",
            " ",
            "{}",
            "[]",
            "[{}]",
            "[[]]",
            "[null]",
            "[1]",
            "{}{}",
            "{} x",
            "[]]",
            "\u00ef\u00bb\u00bf{}",
            new String("{}".getBytes(StandardCharsets.UTF_16), StandardCharsets.ISO_8859_1),
            "\u00fe\u00ff\u0000\u0000",
            "\u0000\u0000\u00ff\u00fe",
            "\u001f\u008b\b\u0000\u0000",
            "<a/>",
            "name=a&visibility=public",
            "{\"name\":\"a\",}",
            "{name:\"a\"}",
            "{'name':'a'}",
            "[{\"op\":\"add\",\"path\":\"/a\",\"value\":\"b\"},]",
            "[{\"op\":\"move\",\"from\":\"/name\",\"path\":\"/a\"}]",
            "[{\"op\":\"copy\",\"from\":\"/name\",\"path\":\"/a\"}]",
            "[{\"op\":\"test\",\"path\":\"/name\",\"value\":\"a\"}]",
            "[{\"op\":\"add\",\"op\":\"remove\",\"path\":\"/a\",\"value\":\"b\"}]",
            "[{\"add\":\"/a\",\"remove\":\"/a\",\"value\":\"b\"}]",
            "[{\"add\":[\"/a\"],\"value\":\"b\"}]",
            "[" + "{\"op\":\"add\",\"path\":\"/a\",\"value\":\"b\"},".repeat(2_000)
                    + "{\"op\":\"remove\",\"path\":\"/a\"}]");

    private static final List<String> OPS =
            List.of("add", "add", "replace", "replace", "remove", "ADD", "move", "", "test", "\\u0000", "add\\u0000");

    /** What of a path is no key. */
    private static final List<String> PATHS = List.of(
            "",
            "/",
            "//",
            "name",
            "/name/",
            "//name",
            "/name/0",
            "/tags/-",
            "/tags/0",
            "/locations/-",
            "/properties/a",
            "/a~",
            "/a~2",
            "/a~1b",
            "/~0~1",
            "/~1",
            "/ name ",
            "/\\u0000",
            "/\\ud800",
            "/%6eame",
            "/../name",
            "/" + "a/".repeat(2_000),
            "/" + "~1".repeat(255));

    /** Which are none of a patch, or not quite. */
    private static final List<String> TYPES = List.of(
            PATCH.toUpperCase(Locale.ROOT),
            PATCH + "; charset=latin1",
            PATCH + ";",
            PATCH + ", text/plain",
            "application/json-patch+json",
            "application/json",
            "application/x-www-form-urlencoded",
            "",
            "/",
            "\u00ff");

    private static final List<String> MEMBERS = List.of(
            "{\"member\":\"" + User.ALICE.account() + "\"}",
            "{\"member\":\"*\"}",
            "{\"member\":\"a,b\"}",
            "{\"member\":\"a;write=b\"}",
            "{\"member\":\"a\\u0000\"}",
            "{\"member\":\"\\ud800\"}",
            "{\"member\":\"\"}",
            "{\"member\":\"" + "a".repeat(255) + "\"}",
            "{\"member\":\"" + "a".repeat(256) + "\"}",
            "{\"member\":null}",
            "{\"member\":{\"can_share\":true}}",
            "{\"member\":[\"a\"]}",
            "{\"member\":1}",
            "{\"member\":\"x\",\"member\":\"y\"}",
            "{\"status\":\"rejected\"}",
            "{\"status\":\"pending\"}",
            "{\"status\":\"ACCEPTED\"}",
            "{\"status\":\"\"}",
            "{\"status\":null}",
            "{\"status\":1}",
            "{\"status\":[\"accepted\"]}",
            "{\"status\":\"accepted\",\"status\":\"rejected\"}",
            "{\"status\":\"\\u0000\"}",
            "{\"status\":\"accepted\",\"member\":{\"a\":[1]}}");

    private static final List<String> PARAMETERS = List.of(
            "limit",
            "marker",
            "with_count",
            "sort",
            "sort_key",
            "sort_dir",
            "name",
            "id",
            "status",
            "disk_format",
            "container_format",
            "created_at",
            "updated_at",
            "visibility",
            "member_status",
            "owner",
            "tag",
            "os_hidden",
            "protected",
            "checksum",
            "os_hash_value",
            "changes-since",
            "size",
            "size_min",
            "size_max",
            "min_ram",
            "min_ram_min",
            "min_ram_max",
            "min_disk",
            "min_disk_min",
            "min_disk_max",
            "os_distro",
            "Trait:X",
            "%ff",
            "%00",
            "",
            "virtual_size",
            "locations",
            "tag=a&tag=b&tag",
            "limit=1&limit",
            "sort_key=name&sort_key=size&sort_dir",
            "sort_key=status&sort_key=disk_format&sort_key=container_format&sort_dir",
            "sort_dir=asc&sort_dir",
            "a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1&l=1&m=1&n=1&o=1&p=1&q=1&r=1&s=1&t=1&u",
            "k".repeat(300),
            "%ce%b1");

    private static final List<String> OPERATORS = List.of(
            "",
            "",
            "",
            "",
            "in:",
            "in:\"",
            "in:a,",
            "in:\"a,b\",",
            "in:,",
            "in:" + "a,".repeat(2_000),
            "in:" + IntStream.range(0, 1_000).mapToObj(String::valueOf).collect(Collectors.joining(",")),
            "ilike:",
            "ilike:%25",
            "ilike:\\",
            "like:",
            "eq:",
            "neq:",
            "gt:",
            "gte:",
            "lt:",
            "lte:",
            "GTE:",
            ":",
            "::",
            "in");

    private static final List<String> ASKED = List.of(
            "0",
            "1",
            "25",
            "1000",
            "1001",
            "-1",
            "99999999999999999999",
            "-99999999999999999999",
            "9223372036854775807",
            "2026-11-28T07:25:43Z",
            "2026-11-28",
            "2013-03-29T14:14:34%2B24:00",
            "1900-01-01",
            "9999-12-31T23:59:59.999999999-18:00",
            "9999-12-31T23:59:60Z",
            "true",
            "True",
            "FALSE",
            "yes",
            "all",
            "public",
            "community",
            "shared",
            "private",
            "accepted",
            "rejected",
            "active",
            "killed",
            "deleted",
            "raw",
            "bare",
            "name:asc,size:desc",
            "name,size,status,created_at,updated_at,id",
            "status,disk_format,container_format,name",
            "status:asc,container_format:desc,disk_format:asc,size:desc,updated_at:asc",
            "name,name",
            "name:",
            ":asc",
            ",",
            "id:asc,name",
            "size:asc:desc",
            "d41d8cd98f00b204e9800998ecf8427e",
            "D41D8CD98F00B204E9800998ECF8427E",
            "c".repeat(128),
            User.ALICE.account(),
            "\"",
            "\"a\",\"b\"");

    private static final List<String> OTHER_HEADERS = List.of(
            "Accept: ",
            "Accept: application/octet-stream",
            "Accept: text/html",
            "X-OpenStack-Image-Size: 7",
            "X-OpenStack-Image-Size: -1",
            "X-OpenStack-Image-Size: 99999999999999999999",
            "X-OpenStack-Image-Size: x",
            "X-OpenStack-Image-Size: ",
            "X-OpenStack-Image-Size: \u00ff",
            "X-OpenStack-Image-Size: 1\r\nX-OpenStack-Image-Size: 2",
            "x-openstack-image-meta-name: a",
            "X-Image-Meta-Name: a",
            "X-Image-Meta-Property-Os: a",
            "X-Image-Meta-Store: nowhere",
            "x-image-meta-copy_from: http://127.0.0.1:1/",
            "X-Openstack-Request-Id: req-12345",
            "X-Openstack-Request-Id: \u00ff",
            "OpenStack-API-Version: image 2.99",
            "If-None-Match: *",
            "If-None-Match: W/\"x\"",
            "If-Match: \"x\"",
            "Content-Encoding: gzip",
            "Expect: nonsense",
            "X-Roles: admin",
            "X-Http-Method-Override: DELETE");

    private final HostileWords words;
    private final Deque<String> made;

    /** @param made where the ids of images go that may come to be */
    HostileImages(HostileWords words, Deque<String> made) {
        this.words = words;
        this.made = made;
    }

    /**
     * A request but for its token.
     *
     * @param headers each with its end
     * @param body null if there is none
     * @param upload what is its body instead; null if there is none
     */
    record Asked(String method, String path, String headers, String body, HostileUpload upload) {}

    /** As the catalogue is asked. */
    private Asked ofCatalogue() {
        String path = words.one(List.of(
                "/images/{id}/restore",
                "/images/{id}/restore",
                "/images/{id}/history",
                "/images/{id}/check",
                "/images/" + words.part(words.text()) + "/restore",
                "/changes"));
        String query = words.sometimes(0.5)
                ? "?" + words.one(CATALOGUE_PARAMETERS) + "="
                        + (words.sometimes(0.5) ? words.one(ASKED) : words.part(words.text()))
                : "";
        boolean isRead = path.endsWith("history") || path.endsWith("changes");
        String moment = "{\"" + words.one(List.of("position", "position", "before", "positon")) + "\":"
                + (words.sometimes(0.5) ? Integer.toString(words.random().nextInt(5_000)) : words.one(VALUES)) + "}";
        String body =
                isRead ? null : words.sometimes(0.3) ? "" : words.sometimes(0.8) ? mutated(moment) : words.one(BODIES);
        return new Asked(
                isRead ? "GET" : "POST",
                "/catalogue/v1" + path + query.replace(" ", "+").replace("\"", "%22"),
                "",
                body,
                null);
    }

    /** As it is asked for lists, by whoever shows images to people. */
    private Asked ofPage() {
        String part = words.part(words.text()).replace("/", "%2F").replace("?", "%3F");
        String path = words.one(List.of(
                "/images",
                "/images",
                "/images/{id}",
                "/families",
                "/families/" + part + "/current",
                "/files",
                "/me",
                "/properties"));
        StringBuilder query = new StringBuilder();
        while (words.sometimes(0.6)) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(words.one(PAGE_PARAMETERS))
                    .append('=')
                    .append(words.sometimes(0.3) ? words.one(PAGE_WORDS) : words.part(words.text()));
        }
        StringBuilder headers = new StringBuilder();
        if (words.sometimes(0.2)) {
            HostileWords.header(headers, "Accept-Language", words.one(LANGUAGES));
        }
        return new Asked(
                "GET",
                "/catalogue/v1" + path + query.toString().replace(" ", "+").replace("\"", "%22"),
                headers.toString(),
                null,
                null);
    }

    /** As it is asked what it makes of something that is not there. */
    private Asked ofSayings() {
        String said = "{\"" + words.one(SAID) + "\":" + words.one(VALUES) + "," + FORMATS + "}";
        String names =
                "{\"names\":" + words.one(List.of("[\"a\",\"\\ud800\"]", "[\"bob@example.org\"]", "[[]]", "{}")) + "}";
        String password = "{\"user\":" + words.one(VALUES) + ",\"password\":\"x\"}";
        String path = words.one(List.of("/readiness", "/readiness", "/accounts", "/sign-in"));
        String body = path.equals("/readiness") ? said : path.equals("/accounts") ? names : password;
        return new Asked(
                "POST",
                "/catalogue/v1" + path,
                "",
                words.sometimes(0.7) ? body : words.sometimes(0.7) ? mutated(body) : words.one(BODIES),
                null);
    }

    Asked next() {
        if (words.sometimes(0.16)) {
            return words.sometimes(0.5) ? ofCatalogue() : words.sometimes(0.7) ? ofPage() : ofSayings();
        }
        StringBuilder headers = new StringBuilder();
        String mount = words.sometimes(0.9) ? "/v2" : words.one(List.of("/v2.0", "/v2.5", "/v2.9", "/v2.8", "/v2.15"));
        String method;
        String path;
        String body = null;
        HostileUpload upload = null;
        switch (words.random().nextInt(16)) {
            case 0, 1 -> {
                method = "POST";
                path = "/images";
                body = words.sometimes(0.9) ? mutated(image()) : words.one(BODIES);
            }
            case 2, 3, 4 -> {
                method = "PATCH";
                path = "/images/{id}";
                String type = words.sometimes(0.1) ? words.one(TYPES) : words.one(List.of(PATCH, PATCH, OLDER_PATCH));
                HostileWords.header(headers, "Content-Type", type);
                body = words.sometimes(0.9) ? mutated(patch(type.equals(OLDER_PATCH))) : words.one(BODIES);
            }
            case 5, 6 -> {
                method = "PUT";
                path = "/images/{id}/file";
                upload = HostileUpload.of(words.random());
            }
            case 7 -> {
                method = "GET";
                path = "/images/{id}/file";
                if (words.sometimes(0.7)) {
                    HostileWords.header(headers, "Range", words.one(HostileWords.RANGES));
                }
                if (words.sometimes(0.2)) {
                    HostileWords.header(headers, "If-Range", words.one(HostileWords.IF_RANGES));
                }
            }
            case 8, 9, 10 -> {
                method = "GET";
                path = "/images" + query();
            }
            case 11 -> {
                method = words.one(List.of("PUT", "PUT", "DELETE", "POST"));
                path = "/images/{id}/tags/" + (words.sometimes(0.3) ? "a" : words.part(words.text()));
                body = words.sometimes(0.1) ? words.one(BODIES) : null;
            }
            case 12 -> {
                method = words.one(List.of("POST", "POST", "GET", "PUT"));
                path = "/images/{id}/members";
                body = words.sometimes(0.5) ? INVITATION : mutated(words.one(MEMBERS));
            }
            case 13 -> {
                method = words.one(List.of("PUT", "PUT", "DELETE", "GET"));
                path = "/images/{id}/members/"
                        + (words.sometimes(0.6)
                                ? words.one(List.of(User.BOB.account(), User.ALICE.account()))
                                : words.part(words.text()));
                body = !method.equals("PUT") ? null : words.sometimes(0.5) ? ANSWER : mutated(words.one(MEMBERS));
            }
            case 14 -> {
                method = words.sometimes(0.9) ? "POST" : "PUT";
                path = "/images/{id}/actions/"
                        + words.one(List.of("deactivate", "reactivate", "reactivate", "Deactivate", "x", "%00"));
                body = words.sometimes(0.1) ? words.one(BODIES) : null;
            }
            default -> {
                method = words.one(List.of("GET", "GET", "GET", "DELETE", "HEAD", "OPTIONS"));
                path = words.one(List.of(
                        "/images/{id}",
                        "/images/{id}",
                        "/images/{ID}",
                        "/images/" + words.part(words.text()),
                        "/schemas/image",
                        "/schemas/" + words.part(words.text()),
                        "/metadefs/namespaces",
                        "/metadefs/namespaces" + query(),
                        "/metadefs/namespaces/" + words.part(words.text()),
                        "/metadefs/namespaces/Plankton::boot/properties/" + words.part(words.text()),
                        "/metadefs/namespaces/Plankton::boot/" + words.part(words.text()),
                        "/info/import",
                        "/info/stores",
                        "/stores/x/{id}",
                        "/tasks",
                        "/"));
            }
        }
        if (words.sometimes(0.2)) {
            headers.append(words.one(OTHER_HEADERS)).append("\r\n");
        }
        return new Asked(method, mount + path, headers.toString(), body, upload);
    }

    /** An object whose id is known later, unless it is spoilt. */
    private String image() {
        made.addLast(words.uuid());
        StringBuilder image = new StringBuilder("{\"id\":\"" + made.getLast() + "\"");
        if (words.sometimes(0.9)) {
            image.append(',').append(FORMATS);
        }
        for (int more = words.random().nextInt(5); more > 1; more--) {
            Member member = member();
            image.append(",\"").append(member.key).append("\":").append(member.value);
        }
        if (words.sometimes(0.02)) {
            int count = words.one(List.of(127, 128, 129, 1_000));
            for (int i = 0; i < count; i++) {
                image.append(",\"p").append(i).append("\":\"v\"");
            }
        }
        return image.append('}').toString();
    }

    private String patch(boolean isOlder) {
        StringBuilder patch = new StringBuilder("[");
        for (int more = words.random().nextInt(4); more > 0; more--) {
            boolean isOdd = words.sometimes(0.1);
            Member member = member();
            String path = isOdd
                    ? words.one(PATHS)
                    : "/" + member.key.replace("~", "~0").replace("/", "~1");
            String op = words.one(isOdd ? OPS : OPS.subList(0, 5));
            patch.append(
                    isOlder ? "{\"" + op + "\":\"" + path + "\"" : "{\"op\":\"" + op + "\",\"path\":\"" + path + "\"");
            if (!op.equals("remove") || words.sometimes(0.1)) {
                patch.append(",\"value\":").append(member.value);
            }
            patch.append('}').append(more > 1 ? "," : "");
        }
        return patch.append(']').toString();
    }

    private Member member() {
        return words.sometimes(0.6) ? words.one(SENSIBLE) : new Member(key(), value());
    }

    private String key() {
        return words.sometimes(0.6)
                ? words.one(FIELDS.subList(0, 10))
                : words.one(words.sometimes(0.4) ? FIELDS : KEYS);
    }

    private String value() {
        return words.sometimes(0.9) ? words.one(VALUES) : "\"" + words.text().replace("\\", "") + "\"";
    }

    /** Sometimes with something wrong in one place. */
    private String mutated(String json) {
        if (json.isEmpty() || words.sometimes(0.85)) {
            return json;
        }
        int at = words.random().nextInt(json.length());
        int other = at + words.random().nextInt(Math.min(json.length() - at, 100));
        return switch (words.random().nextInt(5)) {
            case 0 -> json.substring(0, at);
            case 1 -> json.substring(0, at) + json.substring(other);
            case 2 -> json.substring(0, other) + json.substring(at);
            case 3 -> json.substring(0, at) + (char) words.random().nextInt(256) + json.substring(at + 1);
            default -> json.substring(0, at) + words.one(VALUES) + json.substring(other);
        };
    }

    private String query() {
        StringBuilder query = new StringBuilder("?");
        for (int more = words.random().nextInt(4); more > 0; more--) {
            String value = words.sometimes(0.7) ? words.one(ASKED) : words.part(words.text());
            query.append(words.one(PARAMETERS))
                    .append(words.sometimes(0.97) ? "=" : "")
                    .append(words.one(OPERATORS))
                    .append(words.sometimes(0.1) ? "{id}" : value)
                    .append('&');
        }
        return query.toString().replace(" ", "+").replace("\"", words.sometimes(0.9) ? "%22" : "\"");
    }

    private static String many(int count) {
        StringBuilder tags = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            tags.append(i > 0 ? "," : "").append("\"t").append(i).append('"');
        }
        return tags.append(']').toString();
    }

    /** A character is a byte of it. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
