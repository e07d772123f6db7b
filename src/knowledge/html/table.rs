//! Tables of facts as Markdown tables; tables that only arrange a page as paragraphs.

use super::tree::{Element, Place, Tree};
use super::writer::Writer;

/// More columns than this are no table for a reader.
const COLUMNS_MAX: usize = 24;
/// A cell that spans more rows than this is read in its first one only.
const ROWS_SPANNED_MAX: usize = 50;
/// A longer text, in bytes, is not repeated in every row that its cell spans.
const REPEATED_MAX: usize = 200;
/// With one of these in a cell, a table only arranges the page.
const LAYOUT: [&str; 12] =
    ["article", "details", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "table"];

struct Row {
    cells: Vec<Place>,
    header: bool,
}

impl Writer<'_> {
    pub(super) fn table(&mut self, place: Place, element: &Element) {
        self.flush();
        let rows = rows(self.tree, place);
        let arranges = element.get("role").is_some_and(|r| ["none", "presentation"].contains(&r))
            || self.holds(place, &LAYOUT);
        if self.is_flat() || arranges {
            self.children(place);
            return self.flush();
        }
        let tree = self.tree;
        let is_caption = |p: &&Place| tree.element(**p).is_some_and(|e| e.name == "caption");
        for caption in tree.children(place).iter().filter(is_caption) {
            self.children(*caption);
            self.flush();
        }
        let header = rows.first().is_some_and(|row| row.header);
        let mut texts = self.texts(&rows);
        texts.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = texts.iter().map(Vec::len).max().unwrap_or(0);
        match columns {
            0 => {}
            1 => texts.iter().flatten().for_each(|cell| self.block(&super::escape::line_start(cell))),
            2 if !header => self.pairs(&texts),
            _ => self.grid(&texts, columns, header),
        }
    }

    /// The cells' words, each where it is read, however far it spans.
    fn texts(&mut self, rows: &[Row]) -> Vec<Vec<String>> {
        let mut texts = Vec::new();
        // How many more rows a column's cell reaches into, and its words.
        let mut reaching: Vec<(usize, String)> = Vec::new();
        for row in rows {
            let mut line: Vec<String> = Vec::new();
            let mut cells = row.cells.iter();
            while line.len() < COLUMNS_MAX {
                let column = line.len();
                if reaching.len() <= column {
                    reaching.resize(column + 1, (0, String::new()));
                }
                if let Some((left, text)) = reaching.get_mut(column).filter(|(left, _)| *left > 0) {
                    *left -= 1;
                    line.push(text.clone());
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                let text = self.flat(*cell).replace('|', "\\|");
                let down = span(self.tree, *cell, "rowspan").saturating_sub(1);
                let repeated = if text.len() <= REPEATED_MAX { text.clone() } else { String::new() };
                for extra in 0..span(self.tree, *cell, "colspan").min(COLUMNS_MAX - column) {
                    line.push(if extra == 0 { text.clone() } else { String::new() });
                    if reaching.len() < line.len() {
                        reaching.resize(line.len(), (0, String::new()));
                    }
                    if let Some(place) = reaching.get_mut(line.len() - 1) {
                        let words = if extra == 0 { repeated.clone() } else { String::new() };
                        *place = (if down <= ROWS_SPANNED_MAX { down } else { 0 }, words);
                    }
                }
            }
            texts.push(line);
        }
        texts
    }

    /// Two columns without a header are a name and its value.
    fn pairs(&mut self, texts: &[Vec<String>]) {
        let line = |row: &Vec<String>| {
            let (name, value) =
                (row.first().map_or("", String::as_str), row.get(1).map_or("", String::as_str));
            let colon =
                if name.is_empty() || value.is_empty() || name.ends_with([':', '?']) { "" } else { ":" };
            format!("- {}", format!("{name}{colon} {value}").trim())
        };
        self.block(&texts.iter().map(line).collect::<Vec<_>>().join("\n"));
    }

    fn grid(&mut self, texts: &[Vec<String>], columns: usize, header: bool) {
        let line = |row: &[String]| {
            let cells: Vec<&str> =
                (0..columns).map(|column| row.get(column).map_or("", String::as_str)).collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut lines = vec![line(if header { texts.first().map_or(&[], Vec::as_slice) } else { &[] })];
        lines.push(format!("|{}", " --- |".repeat(columns)));
        lines.extend(texts.iter().skip(usize::from(header)).map(|row| line(row)));
        self.block(&lines.join("\n"));
    }
}

fn rows(tree: &Tree, table: Place) -> Vec<Row> {
    let mut rows = Vec::new();
    let name = |place: Place| tree.element(place).map_or("", |e| e.name.as_str());
    for part in tree.children(table) {
        match name(*part) {
            "tr" => rows.push(row(tree, *part, false)),
            head @ ("thead" | "tbody" | "tfoot") => {
                let lines = tree.children(*part).iter().filter(|p| name(**p) == "tr");
                rows.extend(lines.map(|p| row(tree, *p, head == "thead")));
            }
            _ => {}
        }
    }
    rows
}

fn row(tree: &Tree, place: Place, head: bool) -> Row {
    let is = |p: &Place, names: &[&str]| tree.element(*p).is_some_and(|e| names.contains(&e.name.as_str()));
    let cells: Vec<Place> = tree.children(place).iter().copied().filter(|p| is(p, &["td", "th"])).collect();
    let header = head || (!cells.is_empty() && cells.iter().all(|p| is(p, &["th"])));
    Row { cells, header }
}

fn span(tree: &Tree, cell: Place, which: &str) -> usize {
    let written = tree.element(cell).and_then(|e| e.get(which)).and_then(|n| n.trim().parse().ok());
    written.unwrap_or(1).max(1)
}
