// Lucene.java - Lucene as a peer: Lucene index FOLDER ARCHIVE THREADS, Lucene
// count FOLDER WORD..., Lucene version.
//
// Title and text are two fields with positions, both stored, cut by
// StandardAnalyzer. Each thread takes a line, parses and adds it. Segments are
// left as Lucene's own merging leaves them.

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

final class Lucene {
    private static final double BUFFER_MB = 256;
    private static final JsonFactory JSON = new JsonFactory();

    // An article with its fields named anew.
    static Document parse(String line, UnaryOperator<String> named) throws IOException {
        Document document = new Document();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT)
                throw new IOException("a line is no object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.getCurrentName();
                json.nextToken();
                if (name.equals("title") || name.equals("text"))
                    document.add(new TextField(named.apply(name), json.getText(), Field.Store.YES));
                else
                    json.skipChildren();
            }
        }
        return document;
    }

    private static Void addLines(IndexWriter writer, BufferedReader lines) throws IOException {
        for (String line; (line = lines.readLine()) != null;) // locks the reader
            writer.addDocument(parse(line, UnaryOperator.identity()));
        return null;
    }

    private static void index(String folder, String archive, int threads) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
        config.setRAMBufferSizeMB(BUFFER_MB);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Directory directory = FSDirectory.open(Path.of(folder));
             IndexWriter writer = new IndexWriter(directory, config);
             BufferedReader lines = Files.newBufferedReader(Path.of(archive))) {
            Callable<Void> worker = () -> addLines(writer, lines);
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(threads, worker)))
                done.get(); // throws what the worker threw
        } finally {
            pool.shutdown();
        }
    }

    private static void count(String folder, String[] arguments) throws IOException {
        try (Directory directory = FSDirectory.open(Path.of(folder));
             DirectoryReader reader = DirectoryReader.open(directory)) {
            System.out.println(reader.numDocs());
            IndexSearcher searcher = new IndexSearcher(reader);
            for (int i = 2; i < arguments.length; i++) {
                BooleanQuery.Builder either = new BooleanQuery.Builder();
                either.add(new TermQuery(new Term("title", arguments[i])), Occur.SHOULD);
                either.add(new TermQuery(new Term("text", arguments[i])), Occur.SHOULD);
                System.out.println(searcher.count(either.build()));
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        String verb = arguments.length > 0 ? arguments[0] : "";
        if (verb.equals("version")) {
            System.out.println(Version.LATEST);
        } else if (verb.equals("index") && arguments.length == 4) {
            index(arguments[1], arguments[2], Integer.parseInt(arguments[3]));
        } else if (verb.equals("count") && arguments.length > 1) {
            count(arguments[1], arguments);
        } else {
            System.err.println("usage: Lucene index FOLDER ARCHIVE THREADS\n"
                + "       Lucene count FOLDER WORD...\n"
                + "       Lucene version");
            System.exit(2);
        }
    }
}
