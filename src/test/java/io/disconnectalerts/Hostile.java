package io.disconnectalerts;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a device may call itself to be more than text: a list, and seeded mixtures of it. */
public final class Hostile {
    private static final List<String> STRINGS = List.of(
            "@all", "<@all>", "<@zhangsan>", "<at user_id=\"all\">所有人</at>", "<at id=all></at>", "<AT user_id='ou_1'>",
            "@13800001111",
            "[tap](https://evil.example)", "[tap]( https://evil.example \"t\")", "![p](http://evil.example/p.png)",
            "[a]: http://evil.example", "[a][b]", "[ ] task",
            "https://evil.example", "HTTP://EVIL.EXAMPLE", "dingtalk://dingtalkclient/page/link?url=x",
            "www.evil.example", "//evil.example", "mailto:a@evil.example", "<https://evil.example>",
            "# head", "###### head", "head\n===", "head\n---", "> quote", ">quote", "- item", "+ item", "* item",
            "1. item", "1) item", "---", "***", "___", "- - -", "===", "=",
            "*i* **b** ***bi***", "_i_ __b__", "a_b_c", "~~gone~~", "`code`", "```\ncode\n```", "    indented",
            "\tindented", "a  \nb", "a\\\nb", "\\", "\\\\*", "| a | b |\n|---|---|",
            "<b>b</b>", "<script>alert(1)</script>", "<font color=\"#f00\">red</font>", "<!-- hidden -->",
            "<![CDATA[x]]>", "<?x?>", "&lt;at&gt;", "&#64;all", "&nbsp;", "&amp;",
            "\"", "\"}}", "\\\"", "\\n", "\\u0040all", "{\"msgtype\":\"text\"}", "'; DROP TABLE message; --", "%s%n",
            "$1", "\\1",
            "${exception}", "${sys.user.home}", "${env.PATH}", "${header.CamelHttpUri}", "${bean:parking}",
            "{{wecom.token}}", "{{env:PATH}}", "{{?x}}", "#{1+1}", "RAW(x)", "RAW{x}", "simple:${body}",
            "$body", "${body.clientid}", "$body.getClass()", "$!x", "$class.inspect('java.lang.Runtime')",
            "#set($x = 1)", "#if(true)x#end", "#parse(\"x\")", "#include('/etc/passwd')", "#evaluate('x')", "##gone",
            "#*gone*#", "#[[raw]]#", "#stop", "#end",
            "\u0000", "a\u0000b", "\u0007\u001B[31mred", "\r\n\r\n", "\u0085", "\u2028\u2029", "\uFEFF",
            "\u200B\u200C\u200D\u2060", "\u202Egnp.exe", "\u2066\u2067\u2069", "\u061C", "مرحبا بالعالم", "שלום",
            "\uD83D", "\uDE00", "\uDE00\uD83D", "\uFFFE\uFFFF", "\uE000", "\uDB40\uDC41\uDB40\uDC42", "👨‍👩‍👧‍👦",
            "\uFE0F", "\u3164", "\u2800", "\u115F\u1160", "\u034F", "\u00A0\u00A0", "\u3000", "\u00AD",
            "z" + "\u0300\u0301\u0302\u0303\u0336".repeat(40), "＜at user_id=＂all＂＞", "＠all", "﹫all", "：／／", "undefined",
            "null", "-", " ", "　", "设备离线告警", "设备离线告警（9999 条）\n 另有 1 条未列出",
            "a".repeat(10_000), "告".repeat(10_000), "🚗".repeat(5_000), "<".repeat(1_000), "\"".repeat(1_000),
            "\n".repeat(1_000), "\u0001".repeat(1_000), "_".repeat(1_000));

    private Hostile() {
    }

    /** All of the list, each as it is, and so many mixtures of up to eight of it and of random characters. */
    public static List<String> strings(int mixtures) {
        Random random = new Random(20260101);
        return Stream.concat(STRINGS.stream(), IntStream.range(0, mixtures).mapToObj(i -> mixture(random))).toList();
    }

    private static String mixture(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(8))
                .mapToObj(i -> random.nextBoolean() ? STRINGS.get(random.nextInt(STRINGS.size()))
                : Character.toString(random.nextInt(random.nextBoolean() ? 128 : 0x11_0000)))
                .collect(Collectors.joining(random.nextBoolean() ? "" : " "));
    }
}
