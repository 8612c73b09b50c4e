// LuceneSearch.java - Lucene answers queries: LuceneSearch index FOLDER ARCHIVE,
// LuceneSearch search FOLDER BATCH.
//
// Title and text are one field, in one segment, in the order of the archive. A
// batch has a query a line, behind its id and a tab: of "+a +b" an article must
// have both words, of "a b" one, and "\"a b\"" is a phrase. search prints what
// offprint search --timing writes: id, milliseconds from the text of the query
// to its ten best articles, how many match.
//
// Nothing is kept from one search to the next, and counting stops where Lucene's
// does. The first time that an id comes its articles are counted, untimed.

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

final class LuceneSearch {
    private static final int HITS = 10;
    private static final int COUNTED = 1000; // as IndexSearcher's default

    private static void index(String folder, String archive) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
        try (Directory directory = FSDirectory.open(Path.of(folder));
             IndexWriter writer = new IndexWriter(directory, config);
             BufferedReader lines = Files.newBufferedReader(Path.of(archive))) {
            for (String line; (line = lines.readLine()) != null;)
                writer.addDocument(Lucene.parse(line, name -> "text"));
            writer.forceMerge(1);
        }
    }

    private static List<Term> cut(Analyzer analyzer, String text) throws IOException {
        List<Term> terms = new ArrayList<>();
        try (TokenStream words = analyzer.tokenStream("text", text)) {
            CharTermAttribute word = words.addAttribute(CharTermAttribute.class);
            words.reset();
            while (words.incrementToken())
                terms.add(new Term("text", word.toString()));
            words.end();
        }
        return terms;
    }

    private static Query parse(Analyzer analyzer, String text) throws IOException {
        List<Term> terms = cut(analyzer, text);
        if (terms.size() == 1)
            return new TermQuery(terms.get(0));
        if (text.startsWith("\"")) {
            PhraseQuery.Builder phrase = new PhraseQuery.Builder();
            for (Term term : terms)
                phrase.add(term);
            return phrase.build();
        }
        Occur occur = text.startsWith("+") ? Occur.MUST : Occur.SHOULD;
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        for (Term term : terms)
            words.add(new TermQuery(term), occur);
        return words.build();
    }

    private static void search(String folder, String batch) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        StringBuilder out = new StringBuilder();
        try (Directory directory = FSDirectory.open(Path.of(folder));
             DirectoryReader reader = DirectoryReader.open(directory);
             Analyzer analyzer = new StandardAnalyzer();
             BufferedReader lines = Files.newBufferedReader(Path.of(batch))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            for (String line; (line = lines.readLine()) != null;) {
                String[] row = line.split("\t", 2);
                long started = System.nanoTime();
                Query query = parse(analyzer, row[1]);
                TopScoreDocCollector top = TopScoreDocCollector.create(HITS, COUNTED);
                searcher.search(query, top);
                top.topDocs();
                double took = (System.nanoTime() - started) / 1e6;
                if (!counts.containsKey(row[0]))
                    counts.put(row[0], searcher.count(query));
                out.append(String.format("%s\t%.4f\t%d\n", row[0], took, counts.get(row[0])));
            }
        }
        System.out.print(out);
    }

    public static void main(String[] arguments) throws IOException {
        String verb = arguments.length == 3 ? arguments[0] : "";
        if (verb.equals("index")) {
            index(arguments[1], arguments[2]);
        } else if (verb.equals("search")) {
            search(arguments[1], arguments[2]);
        } else {
            System.err.println("usage: LuceneSearch index FOLDER ARCHIVE\n"
                + "       LuceneSearch search FOLDER BATCH");
            System.exit(2);
        }
    }
}
