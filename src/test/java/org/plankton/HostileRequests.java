package org.plankton;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.plankton.HostileUpload.Ending;
import org.plankton.cloud.User;

/**
 * Requests as nobody means them well, the same ones for the same seed. Some are wrong in one place only, so that the
 * rest of the service gets to see them too.
 *
 * <p>Text is ISO-8859-1 throughout: a character is a byte on the wire.
 */
final class HostileRequests {
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final List<String> FIELDS = List.of(
            "Name",
            "Location",
            "Disk-Format",
            "Disk_format",
            "container_format",
            "Size",
            "Checksum",
            "Store",
            "Status",
            "Owner",
            "Is-Public",
            "IS_PUBLIC",
            "Id",
            "Created-At",
            "Updated_At",
            "Deleted-At",
            "Min-Ram",
            "Protected",
            "",
            "-",
            "_",
            "Property",
            "Property-",
            "Property--",
            "Property-id",
            "Property-Name",
            "Property-a.b",
            "Property-%22.b%5C",
            "Property-%27%29%3B--",
            "Property-A%3Ab",
            "Property-A_b",
            "Property-%0d%0aX-Injected:1",
            "Property-%ff",
            "Property-%c3%28",
            "Property-%00",
            "Property-%20",
            "Property-%ce%b1",
            "Property-%",
            "Property-!#$&'*+.^_`|~",
            "Property-\u00ce\u00b1",
            "Property-\u00ff",
            "Property-" + "k".repeat(110),
            "Property-" + "k".repeat(111),
            "Property-" + "k".repeat(255),
            "Property-" + "%f0%9f%98%80".repeat(110),
            "Property-" + "k".repeat(9_000));

    /** All that Glance knows, as its clients spell them and as others do. */
    private static final List<String> GLANCE_FIELDS = List.of(
            "name",
            "Name",
            "status",
            "size",
            "SIZE",
            "virtual_size",
            "Virtual-Size",
            "checksum",
            "min_disk",
            "Min-Disk",
            "min_ram",
            "Min-Ram",
            "is_public",
            "Is-Public",
            "protected",
            "Protected",
            "deleted",
            "created_at",
            "Created-At",
            "updated_at",
            "Updated-At",
            "deleted_at",
            "Deleted-At",
            "owner",
            "uri",
            "store",
            "disk_format",
            "Disk-Format",
            "container_format",
            "Container-Format",
            "id",
            "location",
            "copy_from",
            "Copy-From",
            "property-os_type",
            "Property-OS-Type",
            "property-kernel_id",
            "unknown");

    private static final List<String> GLANCE_VALUES = List.of(
            "",
            "None",
            "none",
            "True",
            "yes",
            "on",
            "t",
            "0",
            "1",
            "-0",
            "2147483647",
            "2147483648",
            "1099511627777",
            "queued",
            "active",
            "killed",
            "saving",
            "pending_delete",
            "raw",
            "RAW",
            "ami",
            "aki",
            "ari",
            "qcow2",
            "ova",
            "docker",
            "d41d8cd98f00b204e9800998ecf8427e",
            "D41D8CD98F00B204E9800998ECF8427E",
            "d".repeat(33),
            "g".repeat(32),
            "2013-03-29T14:14:34",
            "2013-03-29T14:14:34Z",
            "2013-03-29T14:14:34%2B24:00",
            "1899-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999-18:00",
            "-999999999-01-01T00:00Z",
            "2013-02-30",
            "20130329T141434Z",
            "swift",
            "file",
            User.BOB.account());

    private static final List<String> FORMATS = List.of(
            "X-Image-Meta-Disk_format: raw\r\nX-Image-Meta-Container_format: bare\r\n",
            "x-image-meta-disk-format: qcow2\r\nx-image-meta-container-format: ovf\r\n",
            "X_IMAGE_META_DISK_FORMAT: ami\r\n",
            "X-Image-Meta-Disk_format: aki\r\nX-Image-Meta-Container_format: bare\r\n",
            "X-Image-Meta-Disk_format: raw\r\nX-Image-Meta-Disk-Format: vdi\r\nX-Image-Meta-Container_format: bare\r\n",
            "X-Image-Meta-Disk_format: raw\r\n",
            "");

    private static final List<String> GLANCE_HEADERS = List.of(
            "x-glance-api-copy-from: http://127.0.0.1:1/",
            "X-Glance-API-Copy_From: file:///etc/passwd",
            "x-glance-api-copy-from: ",
            "X-Glance-Registry-Purge-Props: false",
            "x-glance-registry-purge_props: True",
            "x-glance-registry-purge-props: \u00ff",
            "x-glance-registry-purge-props: false\r\nx_glance_registry_purge_props: true",
            "x-glance-nonsense: 1",
            "X-Openstack-Request-Id: req-12345",
            "X-Openstack-Request-Id: a b",
            "X-Openstack-Request-Id: " + "a".repeat(65),
            "X-Openstack-Request-Id: \u00ff",
            "X-Openstack-Request-Id: <script>",
            "Accept: application/vnd.openstack.images-v1",
            "Expect: nonsense",
            "X-Http-Method-Override: DELETE",
            "X-Roles: admin",
            "X-Identity-Status: Confirmed");

    private static final List<String> OTHER_HEADERS = List.of(
            "Accept: application/xml",
            "Accept: */*;q=NaN",
            "Accept: ,,;;",
            "Accept: text/html;level=1;q=2",
            "Accept-Language: \u00ff\u00ff",
            "Accept-Charset: utf-16",
            "Accept-Encoding: gzip, bogus;q=9",
            "Content-Type: ",
            "Content-Type: nonsense",
            "Content-Type: a/b/c;;;",
            "Content-Type: application/json; charset=latin1",
            "Content-Type: application/json; charset=no-such-charset",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: multipart/form-data; boundary=",
            "Content-Type: application/xml",
            "Content-Encoding: gzip",
            "Content-Language: \u0001",
            "Content-MD5: x",
            "Expect: 100-continue",
            "Expect: nonsense",
            "Range: bytes=0-0,-1,9999999999999999999-",
            "If-Match: *",
            "If-Match: \"2020-01-01T00:00:00Z\"",
            "If-Match: W/\"\"\"",
            "If-Match: \"" + "9".repeat(5_000) + "\"",
            "If-Match: \"+1000000000-12-31T23:59:59.999999999Z\"",
            "If-None-Match: *",
            "If-Modified-Since: yesterday",
            "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
            "Cookie: a=b; =; \u00ff=\"; $Version=1",
            "X-Request-Id: a\tb",
            "X-Request-Id: " + "a".repeat(65),
            "X-Request-Id: <script>",
            "X-Request-Id: \u00e9",
            "X-Http-Method-Override: DELETE",
            "X-Method-Override: PUT",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Host: [::1",
            "X-Forwarded-Host: a\"><script>, evil.example",
            "X-Forwarded-Proto: javascript",
            "X-Forwarded-Port: -1",
            "X-Forwarded-Port: 99999999999999999999",
            "X-Forwarded-Prefix: //evil.example/\\",
            "X-Forwarded-For: ,,, \u00e9, 1.2.3.4:99999, ::::, %",
            "X-Original-URL: /images/detail",
            "Forwarded: for=\"_gazonk\";host=evil.example",
            "Origin: http://evil.example",
            "Access-Control-Request-Method: DELETE",
            "Upgrade: h2c",
            "Connection: X-Auth-Token",
            "Connection: close, keep-alive",
            "TE: trailers, deflate;q=0.5",
            "Trailer: X-Auth-Token",
            "Authorization: Basic !!!",
            "Date: never",
            "Max-Forwards: -1",
            "Via: 9.9 \u00fc",
            "Bad Name: x",
            "Bad\u00ffName: x",
            "NoColon",
            ": empty",
            "X-Folded: a\r\n  b",
            "X-Nul: a\u0000b",
            "Host: second.example",
            "Content-Length: 7",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: x",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: \u000bchunked");

    private static final List<String> TOKENS = List.of(
            "X-Auth-Token: ",
            "X-Auth-Token: nobodys-token",
            "X-Auth-Token: " + User.EXPIRED_TOKEN,
            "X-Auth-Token: " + User.ALICE.token() + "x",
            "X-Auth-Token: ALICE-TOKEN",
            "X-Auth-Token: alice-token\u00ff",
            "X-Auth-Token: \u00ce\u00b1",
            "X-Auth-Token: a b",
            "X-Auth-Token: a\tb",
            "X-Auth-Token: \"\\u0000\"",
            "X-Auth-Token: {\"auth\":{}}",
            "X-Auth-Token: ' OR ''='",
            "X-Auth-Token: " + "t".repeat(8_192),
            "X-Auth-Token: " + "t".repeat(8_193),
            "X-Auth-Token: \u0001",
            "x-auth-token: " + User.BOB.token() + "\r\nX-Auth-Token: " + User.ALICE.token(),
            "X-Auth-Token: " + User.BOB.token() + "\r\nX-Auth-Token: " + User.BOB.token(),
            "X_Auth_Token: " + User.ALICE.token(),
            "Authorization: Bearer " + User.ALICE.token());

    private static final List<String> PATHS = List.of(
            "",
            "images",
            "*",
            "//",
            "///images",
            "//images",
            "/images//detail",
            "/images/./detail",
            "/images/../images/detail",
            "/images/%2e%2e/images",
            "/images/..;/images",
            "/images;jsessionid=1/detail",
            "/;/images",
            "/images/%64etail",
            "/%69mages",
            "/images/detail%20",
            "/images/detail/",
            "/images/detail/x",
            "/IMAGES",
            "/V1.0/images",
            "/v1.0",
            "/v1.0/",
            "/v1.0//images",
            "/v1/images",
            "/v1.0/../images",
            "/v1",
            "/v1/",
            "/v1.1",
            "/v1.1/",
            "/v1//images",
            "/v1/images/",
            "/v1/images.json",
            "/v1/images/detail/",
            "/v1/images/detail/x",
            "/v1/images/%64etail",
            "/v1/images/{ID}",
            "/v1/images/{id}.members",
            "/v1/images/{id}/members/",
            "/v1/images/{id}/members/%2A",
            "/v1/images/{id}/check/x",
            "/v1/images/{id};a=b",
            "/v1/images/-1",
            "/v1/images/%00",
            "/v1/images/%ff",
            "/v1/images/..;/images",
            "/v1/shared-images",
            "/v1/versions",
            "/v1.1/application.wadl",
            "/v1.2/images",
            "/v1.a/images",
            "/v2/images",
            "/v10",
            "/catalogue",
            "/catalogue/v1",
            "/catalogue/v1/",
            "/catalogue/v1//changes",
            "/catalogue/v1/changes/",
            "/catalogue/v1/changes?limit=-1&kind=,&since=%00&account=%ff&after=1&after=2",
            "/catalogue/v1/images",
            "/catalogue/v1/images/{ID}/history/",
            "/catalogue/v1/images/{id}/history?marker=99999999999999999999&limit=1e9",
            "/catalogue/v1/images/{id};a=b/history",
            "/catalogue/v1/images/%00/restore",
            "/catalogue/v1/images/../changes",
            "http://evil.example/v1/images",
            "/v1/images/" + "a".repeat(8_000),
            "/v1.0/versions",
            "/images/%00",
            "/images/%2F",
            "/images/%5c",
            "/images/\\",
            "/images/%ff",
            "/images/%c3%28",
            "/images/%zz",
            "/images/%",
            "/images/\u00ff",
            "/images/\u00ce\u00b1",
            "/images/{id}%2fmembers",
            "/images/{id}/check",
            "/images/detail/check",
            "/images/{id}/members/%2A",
            "/images/{id}/members/a%2fb",
            "/images/{id}/members//",
            "/images/{ID}",
            "/images/{{id}}",
            "/images/ {id}",
            "/images/00000000-0000-0000-0000-000000000000",
            "/images/1-1-1-1-1",
            "/shared-images",
            "/shared-images/",
            "/shared-images/*",
            "/versions/../images",
            "/versions?x",
            "/WEB-INF/web.xml",
            "/web-inf/web.xml",
            "/%57EB-INF/web.xml",
            "/META-INF/MANIFEST.MF",
            "/.git/config",
            "/application.wadl",
            "/images?_method=DELETE",
            "/images?limit=1&X-Auth-Token=" + User.ALICE.token(),
            "http://127.0.0.1/images",
            "http://evil.example/images",
            "https://[::1",
            "/images#fragment",
            "/images/a b",
            "/" + "a/".repeat(4_000),
            "/images/" + "a".repeat(8_000),
            "/images/" + "%20".repeat(3_000));

    private static final List<String> PARAMETERS = List.of(
            "name",
            "status",
            "disk_format",
            "container_format",
            "size_min",
            "size_max",
            "sort_key",
            "sort_dir",
            "limit",
            "marker",
            "owner",
            "property-os",
            "property-",
            "property-%ff",
            "property-\"]",
            "property-%22.b%5C",
            "property-x=1&property-" + "a=1&property-b".repeat(30),
            "property-" + "k".repeat(300),
            "property-%ce%b1",
            "is_public",
            "deleted",
            "%zz",
            "%ff",
            "",
            "limit=3&q",
            "X-Auth-Token=" + User.ALICE.token() + "&q",
            "name[]",
            "NAME");

    private static final List<String> GLANCE_PARAMETERS = List.of(
            "name",
            "status",
            "container_format",
            "disk_format",
            "size_min",
            "size_max",
            "min_ram",
            "min_disk",
            "is_public",
            "protected",
            "changes-since",
            "property-os_type",
            "property-",
            "owner",
            "limit",
            "limit",
            "marker",
            "marker",
            "sort_key",
            "sort_dir",
            "deleted",
            "is_public=None&is_public",
            "limit=5&limit",
            "%ff",
            "X-Auth-Token=" + User.ALICE.token() + "&q");

    private static final List<String> SORT_KEYS =
            List.of("id", "name", "status", "size", "disk_format", "container_format", "created_at", "updated_at");

    private static final String NESTED = "[".repeat(100_000);

    private static final List<String> BODIES = List.of(
            "",
            " ",
            "{}",
            "[]",
            "null",
            "\"x\"",
            "1",
            "NaN",
            "-",
            "1e999999999",
            "9".repeat(5_000),
            "{\"memberships\":null}",
            "{\"memberships\":{}}",
            "{\"memberships\":\"x\"}",
            "{\"memberships\":[[]]}",
            "{\"memberships\":[null]}",
            "{\"memberships\":[{}]}",
            "{\"memberships\":[{\"member_id\":null}]}",
            "{\"memberships\":[{\"member_id\":1}]}",
            "{\"memberships\":[{\"member_id\":[\"a\"]}]}",
            "{\"memberships\":[{\"member_id\":\"\"}]}",
            "{\"memberships\":[{\"member_id\":\"*\"}]}",
            "{\"memberships\":[{\"member_id\":\"a,b\"}]}",
            "{\"memberships\":[{\"member_id\":\"a;write=b\"}]}",
            "{\"memberships\":[{\"member_id\":\"a:b\"}]}",
            "{\"memberships\":[{\"member_id\":\"a\\r\\nX-Injected: 1\"}]}",
            "{\"memberships\":[{\"member_id\":\"a\\u0000\"}]}",
            "{\"memberships\":[{\"member_id\":\"\\ud800\"}]}",
            "{\"memberships\":[{\"member_id\":\"\\ud83d\\ude00\"}]}",
            "{\"memberships\":[{\"member_id\":\"BOB\"}]}",
            "{\"memberships\":[{\"member_id\":\"" + "a".repeat(10_000) + "\"}]}",
            "{\"memberships\":[{\"member_id\":\"" + "a".repeat(1_000_000) + "\"}]}",
            "{\"memberships\":[{\"member_id\":\"x\",\"can_share\":{\"a\":[1]}}],\"other\":1}",
            "{\"memberships\":[],\"memberships\":[{\"member_id\":\"x\"}]}",
            "{\"memberships\":[{\"member_id\":\"x\",\"member_id\":\"y\"}]}",
            "{\"memberships\":[]} trailing",
            "{\"memberships\":[]}{\"memberships\":[]}",
            "{\"memberships\":[],}",
            "{'memberships':[]}",
            "{memberships:[]}",
            "/* */{\"memberships\":[]}",
            "{\"memberships\":[NaN]}",
            "{\"memberships\":[" + "{\"member_id\":\"a\"},".repeat(3_000) + "{\"member_id\":\"a\"}]}",
            "{\"memberships\":" + "[".repeat(20) + "]".repeat(20) + "}",
            "{\"memberships\":" + NESTED,
            "{\"a\":".repeat(20_000),
            NESTED,
            "{\"memberships\":[{\"member_id\":\"\u00ff\"}]}",
            "{\"memberships\":[{\"member_id\":\"\u00ed\u00a0\u0080\"}]}",
            "\u00ef\u00bb\u00bf{\"memberships\":[]}",
            "\u00fe\u00ff\u0000{\u0000}",
            utf16("{\"memberships\":[]}"),
            "\u001f\u008b\u0008\u0000\u0000",
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "member_id=x&memberships=y",
            "\u0000".repeat(1_000));

    private static final List<String> MEMBERSHIPS = List.of(
            "",
            "{\"member\":{}}",
            "{\"member\":{\"can_share\":true}}",
            "{\"member\":{\"can_share\":false}}",
            "{\"member\":{\"can_share\":\"true\"}}",
            "{\"member\":{\"can_share\":null}}",
            "{\"member\":{\"can_share\":true,\"can_share\":false}}",
            "{\"member\":null}",
            "{\"member\":[]}",
            "{\"memberships\":[{\"member_id\":\"" + User.BOB.account() + "\",\"can_share\":true}]}",
            "{\"memberships\":[{\"member_id\":\"" + User.BOB.account() + "\"},{\"member_id\":\"" + User.BOB.account()
                    + "\",\"can_share\":true}]}",
            "{\"memberships\":[{\"member_id\":\"" + User.ALICE.account() + "\"}]}",
            "{\"memberships\":[{\"member_id\":\"x\",\"can_share\":1}]}");

    private static final List<String> LOCATIONS = List.of(
            "file:///etc/passwd",
            "http://127.0.0.1:1/",
            "PITHOS://a/b/c",
            "pithos:/a/b/c",
            "pithos:////b/c",
            "pithos://a",
            "pithos://a/b",
            "pithos://a//c",
            "pithos://a/../c",
            "pithos://a/%2e%2e/c",
            "pithos://a@b:1/c/d",
            "pithos://a/b/c#d",
            "pithos://a/b/c?d",
            "pithos://a/b/c\\d",
            "pithos://a/b/%2f",
            "pithos://a/b/%252f",
            "pithos://a/b/%00",
            "pithos://a/b/%0d%0aX-Injected:%201",
            "pithos://a/b/%ff",
            " pithos://a/b/c",
            "jar:file:/a!/b",
            "swift+config://a/b/c",
            "pithos://" + User.BOB.account() + "/images/file-0",
            "pithos://" + User.ALICE.account() + "/images/" + "%f0%9f%98%80".repeat(600),
            "pithos://" + User.ALICE.account() + "/images/" + "a".repeat(1_025),
            "pithos://" + User.ALICE.account() + "/" + "c".repeat(257) + "/a",
            "pithos://" + User.ALICE.account() + "/images/no such file",
            "pithos://" + User.ALICE.account() + "/images/file-0/",
            "pithos://" + User.ALICE.account() + "/images/FILE-0");

    private static final List<String> METHODS = List.of(
            "HEAD", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "-", "G\u0001T", "X".repeat(300));

    /** More than this many images that were made here are not left: lists would be long, and slow. */
    private static final int MADE_AT_MOST = 12;

    private final Random random;
    private final HostileWords words;
    private final HostileImages images;
    private final List<String> locations;
    private final List<String> ids;

    /** Of images that were made here, oldest first. */
    private final Deque<String> made = new ArrayDeque<>();

    /**
     * @param locations of files that are there
     * @param ids of images, which are those of the files
     */
    HostileRequests(long seed, List<String> locations, List<String> ids) {
        this.random = new Random(seed);
        this.words = new HostileWords(random);
        this.images = new HostileImages(words, made);
        this.locations = locations;
        this.ids = ids;
    }

    /**
     * @param method as it was sent
     * @param ending what can be expected of the connection behind it
     */
    record Request(String method, byte[] bytes, Ending ending) {
        /** Its beginning, for people. */
        @Override
        public String toString() {
            return new String(bytes, 0, Math.min(bytes.length, 3_000), BYTES);
        }
    }

    Request next() {
        if (made.size() > MADE_AT_MOST) {
            return delete(made.removeFirst());
        }
        return switch (random.nextInt(6)) {
            case 0, 1 -> plankton();
            case 2, 3 -> glance();
            default -> images();
        };
    }

    private Request plankton() {
        String body = null;
        StringBuilder headers = new StringBuilder();
        String method;
        String path = words.sometimes(0.5) ? "" : "/v1.0";
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                method = "POST";
                path += "/images";
                HostileWords.header(
                        headers,
                        "X-Image-Meta-Location",
                        words.sometimes(0.8) ? words.one(locations) : words.one(LOCATIONS));
                if (words.sometimes(0.9)) {
                    HostileWords.header(headers, "X-Image-Meta-Name", words.sometimes(0.5) ? "name" : words.text());
                }
                fields(headers);
            }
            case 3, 4 -> {
                method = "PUT";
                path += "/images/{id}";
                fields(headers);
            }
            case 5 -> {
                method = "PUT";
                path += "/images/{id}/members";
                body = words.one(BODIES);
            }
            case 6 -> {
                method = words.sometimes(0.5) ? "PUT" : "DELETE";
                path += "/images/{id}/members/"
                        + (words.sometimes(0.5) ? User.BOB.account() : words.part(words.text()));
            }
            case 7 -> {
                method = "GET";
                path += words.sometimes(0.5) ? "/images" : "/images/detail";
                path += query(PARAMETERS);
            }
            case 8 -> {
                method = words.one(List.of("GET", "HEAD", "DELETE", "GET", "HEAD", "POST"));
                path += words.one(
                        List.of("/images/{id}", "/images/{id}/members", "/images/{id}/check", "/", "/versions"));
            }
            default -> {
                method = "GET";
                path += "/shared-images/" + words.part(words.text());
            }
        }
        if (words.sometimes(0.1)) {
            path = words.one(PATHS);
        }
        if (words.sometimes(0.05)) {
            method = words.one(METHODS);
        }
        token(headers);
        for (int more = random.nextInt(4); more > 1; more--) {
            headers.append(words.one(OTHER_HEADERS)).append("\r\n");
        }
        if (words.sometimes(0.05) && body == null) {
            body = words.one(BODIES);
        }
        return request(method, path, headers, body, null);
    }

    /** A request as Glance's clients send them, more or less. */
    private Request glance() {
        String body = null;
        HostileUpload upload = null;
        StringBuilder headers = new StringBuilder();
        String method;
        String path = words.sometimes(0.7) ? "/v1" : "/v1.1";
        switch (random.nextInt(11)) {
            case 0, 1 -> {
                method = "POST";
                path += "/images";
                if (words.sometimes(0.95)) {
                    made.addLast(words.uuid());
                    HostileWords.header(headers, "X-Image-Meta-Id", made.getLast());
                }
                headers.append(words.sometimes(0.8) ? FORMATS.get(0) : words.one(FORMATS));
                if (words.sometimes(0.5)) {
                    upload = HostileUpload.of(random);
                } else if (words.sometimes(0.4)) {
                    HostileWords.header(
                            headers,
                            "X-Image-Meta-Location",
                            words.sometimes(0.7) ? words.one(locations) : words.one(LOCATIONS));
                }
                glanceFields(headers);
            }
            case 2, 3 -> {
                method = "PUT";
                path += "/images/{id}";
                headers.append(words.sometimes(0.3) ? words.one(FORMATS) : "");
                if (words.sometimes(0.5)) {
                    upload = HostileUpload.of(random);
                } else if (words.sometimes(0.2)) {
                    HostileWords.header(
                            headers,
                            "x-image-meta-location",
                            words.sometimes(0.7) ? words.one(locations) : words.one(LOCATIONS));
                }
                glanceFields(headers);
            }
            case 4, 5 -> {
                method = "GET";
                path += "/images/{id}";
                if (words.sometimes(0.6)) {
                    HostileWords.header(headers, "Range", words.one(HostileWords.RANGES));
                }
                if (words.sometimes(0.2)) {
                    HostileWords.header(headers, "If-Range", words.one(HostileWords.IF_RANGES));
                }
            }
            case 6 -> {
                method = words.one(List.of("HEAD", "HEAD", "DELETE"));
                path += "/images/{id}";
            }
            case 7 -> {
                method = "PUT";
                path += "/images/{id}/members";
                body = words.sometimes(0.5) ? words.one(BODIES) : words.one(MEMBERSHIPS);
            }
            case 8 -> {
                method = words.one(List.of("PUT", "PUT", "DELETE", "GET"));
                path += "/images/{id}/members/"
                        + (words.sometimes(0.5) ? User.BOB.account() : words.part(words.text()));
                if (method.equals("PUT") && words.sometimes(0.6)) {
                    body = words.sometimes(0.2) ? words.one(BODIES) : words.one(MEMBERSHIPS);
                }
            }
            case 9 -> {
                method = "GET";
                path += words.one(List.of("/images", "/images/detail", "/")) + query(GLANCE_PARAMETERS);
            }
            default -> {
                method = "GET";
                path += words.sometimes(0.5)
                        ? "/images/{id}/members"
                        : "/shared-images/" + (words.sometimes(0.5) ? User.BOB.account() : words.part(words.text()));
            }
        }
        if (words.sometimes(0.05)) {
            path = words.one(PATHS);
        }
        if (words.sometimes(0.03)) {
            method = words.one(METHODS);
        }
        token(headers);
        if (words.sometimes(0.2)) {
            headers.append(words.one(GLANCE_HEADERS)).append("\r\n");
        }
        return request(method, path, headers, body, upload);
    }

    /** A request of Images v2, more or less. */
    private Request images() {
        HostileImages.Asked asked = images.next();
        String method = words.sometimes(0.03) ? words.one(METHODS) : asked.method();
        String path = words.sometimes(0.03) ? words.one(PATHS) : asked.path();
        StringBuilder headers = new StringBuilder();
        token(headers);
        headers.append(asked.headers());
        if (words.sometimes(0.1)) {
            headers.append(words.one(OTHER_HEADERS)).append("\r\n");
        }
        return request(method, path, headers, asked.body(), asked.upload());
    }

    /** @param upload its body; null: {@code body} is, unless it is null, too */
    private Request request(String method, String path, StringBuilder headers, String body, HostileUpload upload) {
        if (upload == null) {
            return new Request(method, bytes(method, path, headers, body), Ending.WHOLE);
        }
        ByteArrayOutputStream bytes = head(method, path, headers.append(upload.headers()));
        write(bytes, "\r\n" + upload.body());
        return new Request(method, bytes.toByteArray(), upload.ending());
    }

    /** The versions take turns, as they do not delete alike. */
    private Request delete(String id) {
        StringBuilder headers = new StringBuilder();
        HostileWords.header(headers, "X-Auth-Token", User.ALICE.token());
        String path = (words.sometimes(0.5) ? "/v1" : "/v2") + "/images/" + id;
        return request("DELETE", path, headers, null, null);
    }

    private void token(StringBuilder headers) {
        if (words.sometimes(0.85)) {
            HostileWords.header(headers, "X-Auth-Token", User.ALICE.token());
        } else {
            headers.append(words.one(TOKENS)).append("\r\n");
        }
    }

    private void glanceFields(StringBuilder headers) {
        for (int more = random.nextInt(4); more > 1; more--) {
            HostileWords.header(
                    headers,
                    "X-Image-Meta-" + (words.sometimes(0.9) ? words.one(GLANCE_FIELDS) : words.one(FIELDS)),
                    words.sometimes(0.6) ? words.one(GLANCE_VALUES) : words.text());
        }
    }

    private ByteArrayOutputStream head(String method, String path, StringBuilder headers) {
        String id = words.sometimes(0.95)
                ? words.sometimes(0.5) || made.isEmpty() ? words.one(ids) : words.one(List.copyOf(made))
                : words.uuid();
        String target = path.replace("{id}", id).replace("{ID}", id.toUpperCase(Locale.ROOT));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, method + " " + target + " HTTP/1." + (words.sometimes(0.98) ? 1 : 0) + "\r\n");
        write(bytes, words.sometimes(0.99) ? "Host: 127.0.0.1\r\n" : "");
        write(bytes, headers.toString());
        return bytes;
    }

    private byte[] bytes(String method, String path, StringBuilder headers, String body) {
        ByteArrayOutputStream bytes = head(method, path, headers);
        if (body == null) {
            write(bytes, "\r\n");
        } else if (words.sometimes(0.8)) {
            write(bytes, "Content-Length: " + body.length() + "\r\n\r\n" + body);
        } else {
            write(bytes, "Transfer-Encoding: chunked\r\n\r\n");
            if (!body.isEmpty()) {
                write(bytes, Integer.toHexString(body.length()) + ";ext=1\r\n" + body + "\r\n");
            }
            write(bytes, "0\r\nX-Auth-Token: " + User.BOB.token() + "\r\n\r\n");
        }
        return bytes.toByteArray();
    }

    private void fields(StringBuilder headers) {
        if (words.sometimes(0.03)) {
            int count = words.one(List.of(127, 128, 129, 500));
            for (int i = 0; i < count; i++) {
                HostileWords.header(headers, "X-Image-Meta-Property-P" + i, words.sometimes(0.9) ? "v" : words.text());
            }
        }
        for (int more = random.nextInt(4); more > 0; more--) {
            String name =
                    "X-Image-Meta-" + (words.sometimes(0.6) ? words.one(FIELDS) : "Property-P" + random.nextInt(300));
            HostileWords.header(headers, name, words.text());
            if (words.sometimes(0.1)) {
                HostileWords.header(headers, name.replace('-', '_'), words.text());
            }
        }
    }

    private String query(List<String> parameters) {
        StringBuilder query = new StringBuilder("?");
        for (int more = random.nextInt(4); more > 0; more--) {
            String value = words.sometimes(0.2)
                    ? words.one(SORT_KEYS)
                    : words.sometimes(0.1)
                            ? words.one(ids)
                            : words.sometimes(0.2) ? words.one(GLANCE_VALUES) : words.text();
            query.append(words.one(parameters))
                    .append(words.sometimes(0.95) ? "=" : "")
                    .append(words.sometimes(0.5) ? words.part(value) : value);
            query.append('&');
        }
        return query.toString().replace(" ", "+");
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(text.getBytes(BYTES));
    }

    private static String utf16(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16), BYTES);
    }
}
