package io.disconnectalerts.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.node.BulletList;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Markdown as the elements a page makes of it; HTML inside it does not show, as in the chat. */
final class MarkdownTree {

    private static final Parser PARSER = Parser.builder().build();
    private static final Map<Class<?>,
            String> TAGS = Map.of(Paragraph.class, "p", BulletList.class, "ul", OrderedList.class, "ol",
            ListItem.class, "li", StrongEmphasis.class, "strong", Emphasis.class, "em", HardLineBreak.class, "br",
            Link.class, "u");

    /** An element with children, or, when {@code tag} is null, a text. */
    record Node(String tag, String text, List<Node> children) {}

    private MarkdownTree() {
    }

    static Node of(String markdown) {
        return new Node("div", null, children(PARSER.parse(markdown)));
    }

    private static List<Node> children(org.commonmark.node.Node parent) {
        List<Node> nodes = new ArrayList<>();
        for (org.commonmark.node.Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            if (child instanceof Text text) {
                nodes.add(text(text.getLiteral()));
            } else if (child instanceof SoftLineBreak) {
                nodes.add(text(" "));
            } else if (child instanceof Heading heading) {
                nodes.add(new Node("h" + heading.getLevel(), null, children(heading)));
            } else if (!(child instanceof HtmlInline || child instanceof HtmlBlock)) {
                nodes.add(new Node(TAGS.getOrDefault(child.getClass(), "span"), null, children(child)));
            }
        }
        return nodes;
    }

    private static Node text(String literal) {
        return new Node(null, literal, List.of());
    }
}
