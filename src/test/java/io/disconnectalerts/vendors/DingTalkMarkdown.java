package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/**
 * What a DingTalk client shows of a {@code markdown} message, read as CommonMark: a lone line break is a space, HTML
 * tags do not show, addresses become links, and a mention needs both the {@code at} object and its {@code @} in the
 * text.
 */
public final class DingTalkMarkdown extends AbstractVisitor {

    private static final Parser PARSER = Parser.builder().build();

    private final Seen.Builder seen = new Seen.Builder();

    private DingTalkMarkdown() {}

    public static Seen read(JsonNode message) {
        DingTalkMarkdown reader = new DingTalkMarkdown();
        PARSER.parse(message.path("markdown").path("text").asText()).accept(reader);
        String text = reader.seen.text.toString().strip();
        reader.seen.mentions.addAll(called(message, text));
        BareLinks.in(text).stream().filter(link -> !reader.seen.links.contains(link)).forEach(reader.seen.links::add);
        reader.seen.text.replace(0, reader.seen.text.length(), text);
        return reader.seen.build();
    }

    /** Of those in {@code at} whom the text names too, mobiles in one list and user ids in the other. */
    static List<String> called(JsonNode message, String text) {
        List<String> called = new ArrayList<>();
        for (String list : List.of("atMobiles", "atUserIds")) {
            for (JsonNode user : message.path("at").path(list)) {
                if (text.contains("@" + user.asText())
                        && user.asText().matches(WeComText.MOBILE) == list.equals("atMobiles")) {
                    called.add(user.asText());
                }
            }
        }
        if (message.path("at").path("isAtAll").asBoolean()) {
            called.add("all");
        }
        return called;
    }

    private void span(String kind, Node node) {
        int start = seen.text.length();
        int place = seen.markup.size();
        visitChildren(node);
        seen.markup.add(place, kind + ":" + seen.text.substring(start).strip());
    }

    private void block() {
        seen.text.append("\n\n");
    }

    @Override
    public void visit(Text text) {
        seen.text.append(text.getLiteral());
    }

    @Override
    public void visit(Paragraph paragraph) {
        visitChildren(paragraph);
        seen.text.append(paragraph.getParent() instanceof ListItem ? "\n" : "\n\n");
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        seen.text.append(' ');
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        seen.text.append('\n');
    }

    @Override
    public void visit(Heading heading) {
        span("h" + heading.getLevel(), heading);
        block();
    }

    @Override
    public void visit(StrongEmphasis strong) {
        span("bold", strong);
    }

    @Override
    public void visit(Emphasis emphasis) {
        span("italic", emphasis);
    }

    @Override
    public void visit(BlockQuote quote) {
        span("quote", quote);
    }

    @Override
    public void visit(ListItem item) {
        seen.text.append("- ");
        span("item", item);
    }

    @Override
    public void visit(Code code) {
        seen.text.append(code.getLiteral());
        seen.markup.add("code:" + code.getLiteral());
    }

    @Override
    public void visit(FencedCodeBlock code) {
        code(code.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        code(code.getLiteral());
    }

    private void code(String literal) {
        seen.text.append(literal);
        seen.markup.add("code:" + literal.strip());
        block();
    }

    @Override
    public void visit(Link link) {
        visitChildren(link);
        seen.links.add(link.getDestination());
    }

    @Override
    public void visit(Image image) {
        visitChildren(image);
        seen.images.add(image.getDestination());
    }

    @Override
    public void visit(HtmlInline html) {
        seen.markup.add("html:" + html.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
        seen.markup.add("html:" + html.getLiteral());
    }

    /** A line such as {@code [id]: http://...} does not show at all. */
    @Override
    public void visit(LinkReferenceDefinition definition) {
        seen.markup.add("definition:" + definition.getDestination());
    }

    @Override
    public void visit(ThematicBreak rule) {
        seen.markup.add("rule:");
        block();
    }
}
