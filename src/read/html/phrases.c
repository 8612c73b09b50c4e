#include "read/html/phrases.h"

#include <stdint.h>
#include <utf8proc.h>

#include "base/utf8.h"

enum {
    LINE_BYTES_MAX = 400,  // longer lines are prose
    PLAIN_BYTES_MAX = 120, // of a line that are looked at
};

// ---- Tables -----------------------------------------------------------------

// As plain() writes them. A star at the end: the line only begins so.
struct phrase {
    enum html_phrase kind;
    const char *lines; // between strokes
};

static const struct phrase PHRASES[] = {
    { HTML_FURNITURE,
      "advertisement|advertisements|advert|ad|ads|sponsored|sponsored content|"
      "article continues below*|story continues below*|"
      "continue reading below*|continue reading|continue reading the main "
      "story|read more|more|learn more|show more|"
      "see more|view more|load more|loading|loading content|loading please "
      "wait|please wait|share|share this|share this article|share this "
      "story|share this post|share on|share on facebook|share on twitter|"
      "share via email|sharing is caring|tweet|email|print|save|like this|"
      "click to share*|share this with*|copy link|link copied|back to top|"
      "scroll back to top|top|skip to content|skip to main content|text size|"
      "listen to this article|listen|play|play video|watch|video|photo|photos|"
      "image|gallery|view gallery|enlarge|click to enlarge|close|"
      "hide caption|toggle caption|image of|photo of|getty images|"
      "subscribe|subscribe now|sign up|sign up now|sign in|log in|login|"
      "register|next|previous|next article|previous article|"
      "next story|previous story|buy now|don t miss|dont miss|filed under*|"
      "posted in*|tags*|tag|topics*|categories*|category*|tagged|"
      "tagged with*|print this article*|updated|updated at*|updated on*|last updated*|published|first published*|"
      "like this|like loading|related topics|related tags|rate this*|"
      "follow us|follow|join the conversation|what do you think|"
      "tell us what you think|this content is not available*|"
      "something went wrong*|an error occurred*|minute read|min read|"
      "photo credit*|image credit*|image source*|photo by*" },
    { HTML_FURNITURE, // German
      "anzeige|werbung|teilen|artikel teilen|weiterlesen|mehr lesen|"
      "mehr anzeigen|drucken|merken|per e mail|schließen|zurück|"
      "zur startseite|nach oben|foto|fotos|bild|bildergalerie|schlagwörter*|"
      "schlagworte*|stichworte*|themen*|kategorien*|newsletter|"
      "weiter lesen|artikel drucken|auf facebook teilen|auf twitter teilen|"
      "jetzt abonnieren|anmelden|externer inhalt*|empfohlener redaktioneller "
      "inhalt|bildrechte*|foto dpa|vorlesen|artikel anhören" },
    { HTML_FURNITURE, // French
      "publicité|publicite|partager|partager l article|partager cet article|"
      "partagez|lire la suite|en savoir plus|imprimer|envoyer par e mail|"
      "voir plus|afficher plus|la suite après cette publicité|"
      "la suite après la publicité|fermer|retour en haut|"
      "mots clés*|s abonner|abonnez vous|je m abonne|se connecter|"
      "temps de lecture*|lecture min|écouter|crédit photo*|"
      "réservé aux abonnés|article réservé*|la suite est réservée*" },
    { HTML_FURNITURE, // Spanish, Catalan
      "publicidad|anuncio|compartir|compartir en*|comparte|comparte esta "
      "noticia|comparte este artículo|leer más|seguir leyendo|ver más|"
      "más información|imprimir|enviar por correo|guardar|cerrar|"
      "volver arriba|etiquetas*|temas*|archivado en*|suscríbete|"
      "suscribirse|iniciar sesión|escuchar|continúa leyendo|"
      "más noticias|publicitat|comparteix|llegir més|etiquetes*" },
    { HTML_FURNITURE, // Portuguese
      "publicidade|anúncio|continua após a publicidade|"
      "continua depois da publicidade|compartilhar|compartilhe|"
      "compartilhe esta notícia|partilhar|partilhe|leia mais|ler mais|"
      "saiba mais|veja mais|ver mais|continue lendo|salvar|fechar|"
      "voltar ao topo|palavras chave*|assuntos*|tópicos*|"
      "assine|assine já|entrar|ouvir" },
    { HTML_FURNITURE, // Italian
      "pubblicità|annuncio|condividi|condividi su*|condividi l articolo|"
      "leggi tutto|continua a leggere|leggi di più|scopri di più|"
      "stampa|invia|salva|chiudi|torna su|argomenti*|tag*|"
      "abbonati|accedi|ascolta|riproduzione riservata|"
      "tempo di lettura*" },
    { HTML_FURNITURE, // Dutch
      "advertentie|deel|delen|deel dit artikel|deel dit bericht|"
      "lees verder|lees meer|meer lezen|printen|opslaan|sluiten|"
      "terug naar boven|trefwoorden*|onderwerpen*|abonneer|inloggen|"
      "tekst gaat verder*|artikel gaat verder*|luister" },
    { HTML_FURNITURE, // Swedish, Danish, Norwegian, Finnish, Icelandic
      "annons|dela|dela artikeln|dela på*|läs mer|läs hela|skriv ut|spara|"
      "stäng|ämnen*|taggar*|etiketter*|logga in|prenumerera|"
      "annonsen fortsätter*|artikeln fortsätter*|annonce|del|del artiklen|"
      "del på*|læs mere|læs hele*|gem|luk|emner*|log ind|abonner|"
      "artiklen fortsætter*|historien fortsætter*|annonse|annonsørinnhold|"
      "del artikkelen|del saken|les mer|les hele*|lagre|lukk|emneord*|"
      "artikkelen fortsetter*|saken fortsetter*|mainos|jaa|jaa artikkeli|"
      "lue lisää|tulosta|tallenna|sulje|aiheet*|avainsanat*|asiasanat*|"
      "kirjaudu|tilaa|juttu jatkuu*|artikkeli jatkuu*|auglýsing|deila|"
      "lesa meira" },
    { HTML_FURNITURE, // Polish, Czech, Slovak
      "reklama|udostępnij|czytaj dalej|czytaj więcej|więcej|drukuj|zapisz|"
      "zamknij|do góry|tagi*|słowa kluczowe*|zaloguj|"
      "dalsza część artykułu*|ciąg dalszy*|dalsza część tekstu*|sdílet|"
      "sdílet článek|zdieľať|číst dále|číst více|čítať ďalej|čítať viac|"
      "více|tisk|tisknout|zavřít|nahoru|štítky*|témata*|témy*|"
      "přihlásit|vytisknout|uložit|inzerce|pokračování článku*" },
    { HTML_FURNITURE, // Hungarian, Romanian, Turkish, Greek
      "hirdetés|megosztás|megosztom|tovább|tovább olvasom|nyomtatás|címkék*|"
      "bezár|publicitate|distribuie|citește mai mult|citeste mai mult|"
      "mai mult|etichete*|taguri*|închide|reklam|reklamlar|paylaş|"
      "devamını oku|devamı|haberin devamı*|yazdır|kaydet|kapat|"
      "etiketler*|διαφήμιση|κοινοποίηση|διαβάστε περισσότερα|"
      "περισσότερα|εκτύπωση|ετικέτες*" },
    { HTML_FURNITURE, // Russian, Ukrainian, Bulgarian, Serbian
      "реклама|поделиться|поделиться в*|поделитесь*|читать далее|"
      "читать полностью|подробнее|распечатать|версия для печати|закрыть|"
      "наверх|теги*|метки*|темы*|рубрика*|рубрики*|подписаться|войти|"
      "показать ещё|показать еще|ещё|поділитися|читати далі|детальніше|"
      "мітки*|роздрукувати|сподели|споделете|прочетете още|етикети*|"
      "реклама инфо|подели|oglas|podeli|podijeli" },
    { HTML_FURNITURE, // Arabic, Hebrew, Persian, Hindi
      "إعلان|اعلان|شارك|مشاركة|شارك المقال|اقرأ المزيد|المزيد|طباعة|حفظ|"
      "إغلاق|كلمات مفتاحية*|الوسوم*|وسوم*|פרסומת|שתפו|שתף|קרא עוד|"
      "קראו עוד|הדפסה|תגיות*|סגור|تبلیغات|اشتراک گذاری|ادامه مطلب|"
      "برچسب ها*|برچسب‌ها*|विज्ञापन|शेयर करें|और पढ़ें|टैग्स*" },
    { HTML_FURNITURE, // Chinese, Japanese, Korean
      "广告|廣告|分享|分享到*|分享至*|阅读更多|閱讀更多|更多|查看更多|打印|列印|"
      "关闭|關閉|返回顶部|回到頂端|标签*|標籤*|關鍵字*|关键词*|关键字*|"
      "责任编辑*|責任編輯*|编辑*|点击查看*|扫一扫*|繼續閱讀|"
      "请继续往下阅读|請繼續往下閱讀|收藏|举报|広告|スポンサーリンク|スポンサードリンク|"
      "シェア|シェアする|シェアする*|ツイート|続きを読む|もっと見る|もっと読む|印刷|"
      "保存|閉じる|ページトップへ|トップへ戻る|タグ*|キーワード*|カテゴリ*|"
      "カテゴリー*|この記事をシェア*|この記事をツイート*|いいね|いいね*|ポスト|"
      "광고|공유|공유하기|더보기|더 보기|인쇄|인쇄하기|스크랩|닫기|맨위로|"
      "태그*|글자크기*|기사공유하기|본문 글씨*|기사입력*|기사승인*" },
    { HTML_FURNITURE, // Vietnamese, Indonesian, Malay, Thai
      "quảng cáo|chia sẻ|đọc thêm|xem thêm|in bài viết|từ khóa*|chủ đề*|"
      "iklan|bagikan|bagikan artikel*|baca selengkapnya|selengkapnya|"
      "lanjutkan membaca*|scroll to continue*|cetak|tutup|kongsi|"
      "baca lagi|โฆษณา|แชร์|อ่านต่อ|อ่านเพิ่มเติม|แท็ก*|พิมพ์" },

    { HTML_RELATED,
      "related|related articles*|related stories*|related posts*|related "
      "news|related content|related links|related reading|related story*|"
      "related post*|related article*|related roundup*|related coverage*|"
      "related video*|see also*|read also*|also read*|read next*|"
      "read this next|up next|recommended|recommended for you|"
      "recommended stories|recommended reading|recommended articles|"
      "you may also like*|you might also like*|you may also be interested*|"
      "you might be interested*|more stories*|more from*|more on this*|"
      "more great*|more like this|more news*|more coverage|more in*|"
      "more about this|further reading|don t miss*|trending|trending now|"
      "most popular|most read|popular|popular posts|popular stories|"
      "latest news|latest stories|latest articles|editor s picks*|"
      "editors picks*|from around the web|around the web|"
      "promoted stories|sponsored stories|read more stories*|"
      "what to read next|what to watch next|other stories*|"
      "also on*|in case you missed it*|more to read|more to explore" },
    { HTML_RELATED, // German, Dutch
      "lesen sie auch*|lesen sie hier*|lesen sie mehr*|mehr zum thema*|"
      "lies auch*|auch interessant*|das könnte sie auch interessieren*|"
      "das könnte dich auch interessieren*|das könnte sie interessieren*|"
      "weitere artikel*|weitere themen|weitere nachrichten|"
      "weitere meldungen*|weiterführende links|ähnliche artikel*|"
      "ähnliche beiträge*|verwandte artikel*|verwandte themen|"
      "verwandte beiträge*|meistgelesen|meistgelesene artikel|"
      "passend dazu|zum thema|mehr aus*|siehe auch*|mehr von*|"
      "lees ook*|meer over*|meer nieuws|gerelateerd*|gerelateerde "
      "artikelen*|gerelateerde berichten|ook interessant*|bekijk ook*|"
      "zie ook*|meest gelezen|aanbevolen" },
    { HTML_RELATED, // French, Italian
      "lire aussi*|à lire aussi*|a lire aussi*|à lire*|voir aussi*|"
      "lire également*|à lire également*|sur le même sujet*|"
      "à voir aussi*|articles similaires|articles liés|articles connexes|"
      "vous aimerez aussi*|vous aimerez peut être*|"
      "ces articles devraient vous intéresser|"
      "cela pourrait vous intéresser|les plus lus|plus d articles*|"
      "à découvrir aussi*|dans la même rubrique|contenus sponsorisés|"
      "leggi anche*|leggi pure*|ti potrebbe interessare*|"
      "ti potrebbero interessare*|potrebbe interessarti*|"
      "potrebbero interessarti*|articoli correlati*|notizie correlate|"
      "vedi anche*|guarda anche*|articoli simili|i più letti|"
      "altri articoli*|per approfondire*" },
    { HTML_RELATED, // Spanish, Portuguese
      "lea también*|lee también*|leer también*|leé también*|te puede "
      "interesar*|te podría interesar*|te recomendamos*|le puede "
      "interesar*|quizás te interese*|ver también*|vea también*|mira "
      "también*|artículos relacionados*|noticias relacionadas*|"
      "notas relacionadas*|contenido relacionado*|relacionados|"
      "relacionadas|información relacionada|más noticias*|"
      "lo más leído|lo más visto|más leídas|lee además*|"
      "leia também*|leia ainda*|veja também*|leia mais*|"
      "saiba mais*|confira também*|assista também*|"
      "notícias relacionadas*|matérias relacionadas*|"
      "artigos relacionados*|posts relacionados*|conteúdo relacionado|"
      "você pode gostar*|você também pode gostar*|mais lidas|"
      "as mais lidas|mais notícias|recomendados para você" },
    { HTML_RELATED, // Nordic
      "läs också*|läs även*|läs mer om*|läs vidare*|mer från*|mer om*|"
      "relaterat*|relaterade artiklar*|liknande artiklar|se även*|"
      "mest läst|rekommenderat|læs også*|læs mere om*|se også*|mere om*|"
      "relaterede artikler*|relateret*|mest læste|andre læser|les også*|"
      "les mer om*|relaterte saker*|relaterte artikler*|relatert*|"
      "mest lest|mest leste|flere saker|flere nyheter|lue myös*|"
      "lue lisää aiheesta*|katso myös*|aiheeseen liittyvää*|"
      "lisää aiheesta*|luetuimmat|suosittelemme|sjá einnig*|lestu líka*|"
      "tengdar fréttir*|tengt efni*|mest lesið" },
    { HTML_RELATED, // Slavic
      "czytaj też*|czytaj także*|czytaj również*|przeczytaj też*|"
      "przeczytaj także*|zobacz też*|zobacz także*|zobacz również*|"
      "zobacz więcej*|powiązane*|podobne artykuły*|najczęściej czytane|"
      "polecamy*|polecane|przečtěte si*|přečtěte si*|čtěte také*|"
      "čtěte dále*|čtěte více*|související*|související články*|"
      "mohlo by vás zajímat*|mohlo by vás také zajímat*|viz také*|"
      "nejčtenější|prečítajte si*|čítajte tiež*|čítajte aj*|"
      "súvisiace*|mohlo by vás zaujať*|najčítanejšie|читайте также*|"
      "читайте ещё*|читайте еще*|смотрите также*|смотри также*|"
      "по теме*|материалы по теме*|похожие статьи*|похожие материалы|"
      "похожие записи|вам может быть интересно*|вам также может*|"
      "самое читаемое|популярное|главные новости|другие новости*|"
      "рекомендуем*|читайте також*|дивіться також*|за темою*|"
      "читайте ещe*|схожі матеріали|вижте още*|прочетете още*|"
      "още по темата*|pročitajte još*|pročitajte i*|vezane vijesti|"
      "povezane vesti|najčitanije|više o" },
    { HTML_RELATED, // Hungarian, Romanian, Turkish, Greek
      "kapcsolódó*|kapcsolódó cikkek*|olvassa el*|olvasd el*|"
      "ez is érdekelheti*|ez is érdekelhet*|legolvasottabb|ajánlott*|"
      "citește și*|citeste si*|citiți și*|vezi și*|articole similare|"
      "articole asemănătoare|cele mai citite|ți ar putea plăcea*|"
      "ayrıca bakınız*|ilgili haberler*|ilgili haber*|bunlar da ilginizi*|"
      "ilginizi çekebilir*|benzer haberler|benzer yazılar|"
      "en çok okunanlar|önerilen*|διαβάστε επίσης*|διαβάστε ακόμη*|"
      "διαβάστε ακόμα*|διαβάστε και*|δείτε επίσης*|σχετικά άρθρα*|"
      "σχετικά" },
    { HTML_RELATED, // Arabic, Hebrew, Persian, Hindi
      "اقرأ أيضا*|اقرأ أيضًا*|اقرأ ايضا*|إقرأ أيضا*|شاهد أيضا*|"
      "مواضيع ذات صلة*|مقالات ذات صلة*|أخبار ذات صلة*|ذات صلة|"
      "قد يعجبك أيضا*|الأكثر قراءة|קראו גם*|קרא גם*|כתבות נוספות|"
      "עוד בנושא*|אולי יעניין אותך*|مطالب مرتبط*|بیشتر بخوانید*|"
      "همچنین بخوانید*|यह भी पढ़ें*|ये भी पढ़ें*|इसे भी पढ़ें*|संबंधित खबरें*" },
    { HTML_RELATED, // East and South-East Asian
      "相关阅读*|相关新闻*|相关文章*|相关报道*|相关推荐*|相关链接*|推荐阅读*|"
      "延伸阅读*|更多新闻*|猜你喜欢*|热门文章|热门推荐|为你推荐|上一篇*|下一篇*|"
      "相關新聞*|相關文章*|相關報導*|延伸閱讀*|推薦閱讀*|你可能也喜歡*|"
      "你可能有興趣*|更多新聞*|熱門新聞*|熱門文章*|看更多*|更多報導*|"
      "関連記事*|関連ニュース*|関連リンク*|関連する記事*|関連コンテンツ*|あわせて読みたい*|"
      "合わせて読みたい*|こちらもおすすめ*|こちらの記事も*|おすすめ記事*|おすすめの記事*|"
      "この記事を読んだ人*|人気記事*|アクセスランキング*|ランキング|最新記事*|新着記事*|"
      "前の記事*|次の記事*|関連キーワード*|この記事に関連*|この記事の関連*|"
      "관련기사*|관련 기사*|관련뉴스*|관련 뉴스*|많이 본 뉴스*|인기기사*|추천기사*|"
      "추천 뉴스|이 시각 주요뉴스|주요뉴스|xem thêm*|tin liên quan*|bài liên quan*|"
      "tin tức liên quan|có thể bạn quan tâm*|đọc thêm*|tin cùng chuyên "
      "mục|bài viết liên quan|baca juga*|simak juga*|lihat juga*|"
      "artikel terkait*|berita terkait*|berita lainnya|artikel lainnya|"
      "terpopuler|rekomendasi*|berita berkaitan|ข่าวที่เกี่ยวข้อง*|"
      "บทความที่เกี่ยวข้อง*|อ่านข่าวเพิ่มเติม*" },

    { HTML_COMMENTS,
      "comments|no comments|leave a comment*|leave a reply*|"
      "leave your comment*|post a comment*|add a comment*|comments on*|"
      "responses to*|reader comments|view comments|show comments|"
      "join the discussion|comments are closed*|write a comment*|"
      "comments powered by*|please enable javascript to view the*|"
      "kommentare|kommentar|kommentar schreiben*|kommentar hinterlassen*|"
      "schreibe einen kommentar*|leserkommentare|keine kommentare|"
      "diskussion|commentaires|commentaire|laisser un commentaire*|"
      "aucun commentaire|réactions|comentarios|comentario|deja un "
      "comentario*|deja una respuesta*|dejar un comentario*|"
      "sin comentarios|comentários|comentário|deixe um comentário*|"
      "deixe seu comentário*|deixe uma resposta*|commenti|commento|"
      "lascia un commento*|nessun commento|reacties|reactie|"
      "geef een reactie*|plaats een reactie*|kommentarer|"
      "lämna en kommentar*|skriv en kommentar*|skriv kommentar*|"
      "legg igjen en kommentar*|kommentit|kommentoi*|jätä kommentti*|"
      "athugasemdir|ummæli|komentarze|komentarz|dodaj komentarz*|"
      "komentáře|komentář|přidat komentář*|diskuze|diskuse|komentáre|"
      "diskusia|hozzászólások|hozzászólás|szólj hozzá*|comentarii|"
      "comentariu|lasă un comentariu*|yorumlar|yorum|yorum yap*|"
      "yorum yaz*|bir cevap yazın*|σχόλια|σχόλιο|αφήστε ένα σχόλιο*|"
      "комментарии|комментарий|комментариев|оставить комментарий*|"
      "добавить комментарий*|отзывы|обсуждение|коментарі|коментар|"
      "залишити коментар*|коментари|коментара|komentari|ostavite "
      "komentar*|تعليقات|التعليقات|اترك تعليقا*|تعليق|תגובות|תגובה|"
      "הוסף תגובה*|نظرات|نظر|टिप्पणियाँ|评论|網友評論|网友评论|評論|"
      "发表评论*|留言|留言板|我要评论|コメント|コメント*|コメントする|"
      "コメントを残す*|コメントを書く*|댓글|댓글*|의견|bình luận*|ý kiến|"
      "komentar|tinggalkan komentar*|tinggalkan balasan*|ความคิดเห็น*" },

    { HTML_PROMOTION,
      "follow*|you can follow*|follow "
      "her on*|follow him on*|follow them on*|follow the*|"
      "sign up for*|sign up to*|subscribe to*|"
      "subscribe for*|click here to subscribe*|click here for more*|"
      "click here to sign*|get the latest*|get our*|get access to*|"
      "join our*|join us on*|like us on*|find us on*|download our*|"
      "download the*|have a tip*|got a tip*|contact us*|"
      "reporting by*|additional reporting by*|editing by*|"
      "our standards the*|copyright*|all rights reserved*|"
      "first published*|"
      "a version of this article*|the post*|"
      "like this story*|if you enjoyed this*|if you liked this*|"
      "enjoyed this article*|for more information contact*|"
      "chat with us*|support our*|email the author*|"
      "contact the author*|let us know*|source*|sources*|"
      "republished with*|photo courtesy*|note we are*|associated press "
      "writers*|associated press writer*|the associated press contributed*|"
      "reach the reporter*|be the first to*|this material may not be*|"
      "may be reached at*" },
    { HTML_PROMOTION, // Others
      "folgen sie uns*|folge uns*|newsletter abonnieren*|quelle*|quellen*|"
      "abonnieren sie*|alle rechte vorbehalten*|mit material von*|"
      "suivez nous*|inscrivez vous*|abonnez vous*|tous droits réservés*|"
      "avec afp|source*|síguenos*|siguenos*|sigue a*|suscríbete*|"
      "regístrate*|todos los derechos reservados*|fuente*|con información "
      "de*|siga*|siga nos*|inscreva se*|assine*|fonte*|"
      "todos os direitos reservados*|com informações*|atenção "
      "comentários*|seguici*|iscriviti*|tutti i diritti riservati*|"
      "volg ons*|schrijf je in*|meld je aan*|alle rechten "
      "voorbehouden*|bron*|följ oss*|prenumerera på*|källa*|följ*|"
      "følg os*|tilmeld dig*|kilde*|følg oss*|meld deg på*|lähde*|"
      "seuraa meitä*|tilaa uutiskirje*|źródło*|obserwuj nas*|"
      "zapisz się*|wszelkie prawa zastrzeżone*|zdroj*|sledujte nás*|"
      "všechna práva vyhrazena*|forrás*|sursa*|kaynak*|"
      "bizi takip edin*|πηγή*|ακολουθήστε*|источник*|подписывайтесь*|"
      "подпишитесь*|следите за*|все права защищены*|фото*|джерело*|"
      "підписуйтесь*|підписуйтеся*|източник*|izvor*|المصدر*|تابعونا*|"
      "جميع الحقوق محفوظة*|מקור*|عضویت در*|منبع*|स्रोत*|来源*|來源*|"
      "版权声明*|版权所有*|本文来源*|免责声明*|声明*|未经授权*|版權所有*|"
      "更多精彩*|關注我們*|追蹤*|加入*好友|出典*|転載*|無断転載*|"
      "著作権*|無断複製*|저작권자*|무단전재*|무단 전재*|copyright*|"
      "nguồn*|theo dõi*|sumber*|ikuti*|dapatkan*|ติดตาม*|ที่มา*" },
};

// ---- Matching ---------------------------------------------------------------

// A line in small letters, of letters alone with one blank between words.
static struct slice plain(struct slice line, char room[PLAIN_BYTES_MAX])
{
    size_t len = 0;
    bool blank = false;
    for (size_t at = 0; at < line.len;) {
        uint32_t c;
        at += utf8_decode(line.ptr + at, line.len - at, &c);
        c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
        bool letter = category >= UTF8PROC_CATEGORY_LU
                      && category <= UTF8PROC_CATEGORY_ME;
        if (!letter) {
            blank = len > 0;
            continue;
        }
        if (len + UTF8_MAX + 1 > PLAIN_BYTES_MAX) break;
        if (blank) room[len++] = ' ';
        blank = false;
        len += utf8_encode(c, room + len);
    }
    return (struct slice){ room, len };
}

// Scripts without blanks between words; all their letters take three bytes.
static bool ends_in_any_word(struct slice phrase)
{
    return phrase.len >= 3 && (unsigned char)phrase.ptr[phrase.len - 3] >= 0xE0;
}

static bool begins_with(struct slice line, struct slice phrase)
{
    return slice_starts_with(line, phrase)
           && (line.len == phrase.len || line.ptr[phrase.len] == ' '
               || ends_in_any_word(phrase));
}

static bool is_one_of(struct slice line, struct slice phrases)
{
    while (phrases.len) {
        const char *end = memchr(phrases.ptr, '|', phrases.len);
        size_t len = end ? (size_t)(end - phrases.ptr) : phrases.len;
        struct slice phrase = { phrases.ptr, len };
        phrases = slice_from(phrases, end ? len + 1 : len);
        if (phrase.ptr[0] != line.ptr[0]) continue;
        bool open = phrase.ptr[len - 1] == '*';
        phrase.len -= open;
        if (open ? begins_with(line, phrase) : slice_equal(line, phrase))
            return true;
    }
    return false;
}

enum html_phrase html_phrase_of(struct slice line)
{
    char room[PLAIN_BYTES_MAX];
    if (line.len > LINE_BYTES_MAX) return HTML_NO_PHRASE;
    line = plain(line, room);
    if (line.len == 0) return HTML_NO_PHRASE;
    for (size_t i = 0; i < sizeof PHRASES / sizeof PHRASES[0]; i++)
        if (is_one_of(line, slice_of(PHRASES[i].lines))) return PHRASES[i].kind;
    return HTML_NO_PHRASE;
}
