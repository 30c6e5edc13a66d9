CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, town TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), product TEXT, amount INTEGER, year INTEGER);
INSERT INTO customers VALUES (1, 'Holt', 'Lindby'), (2, 'Arve', 'Norhaven'), (3, 'Falk', 'Lindby'), (4, 'Brand', 'Estermark');
INSERT INTO orders VALUES (1, 1, 'lamp', 2, 2023), (2, 1, 'bell', 5, 2024), (3, 2, 'lamp', 1, 2024), (4, 3, 'chair', 4, 2022), (5, 3, 'bell', 1, 2024), (6, 4, 'lamp', 7, 2024);
