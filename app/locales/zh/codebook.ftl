# 编码簿及其文件。
codebook-files = 编码簿文件
codebook-file-xlsx = Excel
codebook-file-json = JSON
codebook-file-ddi = DDI（供档案馆使用的 XML）
codebook-print = 可用浏览器打印，菜单不会印出。
codebook-many = 共有 { $count } 份完成的访问，未自动计数。
codebook-with-counts = 显示计数
codebook-counted = 计数基于目前 { $count } 份完成的访问。
codebook-completes = 完成份数
codebook-values = 有值
codebook-range = （{ $min } 至 { $max }，均值 { $mean }）
codebook-paradata = 答题过程
codebook-blanks = 空白的原因
codebook-blank = 原因
codebook-csv-empty = 空
codebook-meaning = 含义
