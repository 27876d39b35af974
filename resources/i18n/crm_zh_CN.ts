<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Tenants</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Filings</source>
        <translation>统计上报</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>New tenant</source>
        <translation>新建企业</translation>
    </message>
    <message>
        <source>Change stage</source>
        <translation>变更阶段</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>封存</translation>
    </message>
    <message>
        <source>Choose file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Apply import</source>
        <translation>确认导入</translation>
    </message>
</context>
<context>
    <name>AskDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Brand</name>
    <message>
        <source>Incubator CRM</source>
        <translation>孵化管家</translation>
    </message>
</context>
<context>
    <name>ChecksPanel</name>
    <message>
        <source>Checks</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Go to the cell</source>
        <translation>定位单元格</translation>
    </message>
    <message>
        <source>Explanation, filed with every finding of this kind</source>
        <translation>上报说明（同类提示共用）</translation>
    </message>
    <message>
        <source>An error: freezing the filing needs a written reason.</source>
        <translation>错误项：封存时须填写理由。</translation>
    </message>
    <message>
        <source>All checks passed</source>
        <translation>校验全部通过</translation>
    </message>
</context>
<context>
    <name>ChipBar</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message>
        <source>Figures of {period}</source>
        <translation>数据期 {period}</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>没有变化。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>已撤销。</translation>
    </message>
    <message>
        <source>Undoing</source>
        <translation>正在撤销</translation>
    </message>
</context>
<context>
    <name>DateBox</name>
    <message>
        <source>year-month-day</source>
        <translation>年-月-日</translation>
    </message>
</context>
<context>
    <name>FigureHistory</name>
    <message>
        <source>Income and employees by period</source>
        <translation>各期收入与从业人员</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>以表格显示</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标数据</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>数据期</translation>
    </message>
    <message>
        <source>Show as chart</source>
        <translation>以图显示</translation>
    </message>
</context>
<context>
    <name>FilingDeeds</name>
    <message>
        <source>Export the filing</source>
        <translation>导出报表</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Export the frozen filing</source>
        <translation>导出已封存报表</translation>
    </message>
    <message>
        <source>Exported to {file}</source>
        <translation>已导出“{file}”</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Freeze the filing</source>
        <translation>封存报表</translation>
    </message>
    <message>
        <source>{form}, {period}: its cells, records and workbook are kept as they are now.</source>
        <translation>{form}，{period}：单元格、来源记录和工作簿将按现状永久保存。</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>封存</translation>
    </message>
    <message>
        <source>{form} for {period} is frozen.</source>
        <translation>已封存{form} {period}。</translation>
    </message>
    <message>
        <source>Freezing</source>
        <translation>正在封存</translation>
    </message>
</context>
<context>
    <name>FilingsPage</name>
    <message>
        <source>Form</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Sheet of the filing</source>
        <translation>报表内容</translation>
    </message>
    <message>
        <source>Sheets</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Beside the sheet</source>
        <translation>报表侧栏</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>溯源</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>已封存</translation>
    </message>
    <message>
        <source>Filings</source>
        <translation>统计上报</translation>
    </message>
    <message>
        <source>For {authority}.</source>
        <translation>报送单位：{authority}。</translation>
    </message>
    <message>
        <source>The layout is our own until the authority's blank is loaded.</source>
        <translation>主管部门正式表样载入前，采用通用版式。</translation>
    </message>
    <message>
        <source>Choose a period and build the filing</source>
        <translation>选择报告期，生成报表</translation>
    </message>
    <message>
        <source>Nothing built yet</source>
        <translation>尚未生成报表</translation>
    </message>
    <message>
        <source>Building the filing</source>
        <translation>正在生成报表</translation>
    </message>
    <message>
        <source>The filing could not be built</source>
        <translation>报表未能生成</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Built for {period}: {cells} cells from the records of now</source>
        <translation>已按当前数据生成 {period} 报表，共 {cells} 个单元格</translation>
    </message>
    <message>
        <source>Errors: {errors}   Warnings: {warnings}</source>
        <translation>错误 {errors} 项   警告 {warnings} 项</translation>
    </message>
    <message>
        <source>The records have changed; build again to see it.</source>
        <translation>数据已有改动，请重新生成。</translation>
    </message>
</context>
<context>
    <name>FindingDelegate</name>
    <message>
        <source>explained</source>
        <translation>已说明</translation>
    </message>
    <message>
        <source>needs an explanation</source>
        <translation>需说明</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Cancel the task</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>{task} {done} of {total}</source>
        <translation>{task} {done}/{total}</translation>
    </message>
</context>
<context>
    <name>FreezeSheet</name>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Errors found by the checks: {count}</source>
        <translation>校验错误 {count} 项</translation>
    </message>
    <message>
        <source>Warnings without an explanation: {count}</source>
        <translation>未说明的警告 {count} 项</translation>
    </message>
    <message>
        <source>Say why it is frozen as it is.</source>
        <translation>请说明为何按现状封存。</translation>
    </message>
</context>
<context>
    <name>FrozenPanel</name>
    <message>
        <source>Form</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>封存时间</translation>
    </message>
    <message>
        <source>Frozen filings</source>
        <translation>已封存报表</translation>
    </message>
    <message>
        <source>Nothing frozen yet</source>
        <translation>还没有封存的报表</translation>
    </message>
    <message>
        <source>Freezing keeps a filing for good, with every record behind every figure.</source>
        <translation>封存后，报表连同每个数字的来源记录永久保存。</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>再次导出</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Filed</source>
        <translation>上报值</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现值</translation>
    </message>
    <message>
        <source>What has changed since</source>
        <translation>封存后的变化</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>文件指纹</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Comparing with the records of today …</source>
        <translation>正在与当前数据比对…</translation>
    </message>
    <message>
        <source>Nothing has changed since: it would be filed the same today.</source>
        <translation>封存后无变化：今天上报结果相同。</translation>
    </message>
    <message>
        <source>Changed since: {count} cells</source>
        <translation>封存后有 {count} 个单元格发生变化</translation>
    </message>
</context>
<context>
    <name>ImportsPage</name>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>What the rows are</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>数据期</translation>
    </message>
    <message>
        <source>Recognise tenants by</source>
        <translation>企业匹配依据</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Choose a workbook to import</source>
        <translation>选择要导入的工作簿</translation>
    </message>
    <message>
        <source>A register of tenants or their figures, as .xlsx, .xls, .et or .csv. Drop it here, or choose it. You see what would happen before anything is written.</source>
        <translation>企业台账或指标数据，支持 .xlsx、.xls、.et、.csv。可拖放到此处，也可点击选择；写入之前先看预检结果。</translation>
    </message>
    <message>
        <source>Choose file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a workbook</source>
        <translation>选择工作簿</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xls *.et *.csv)</source>
        <translation>工作簿 (*.xlsx *.xls *.et *.csv)</translation>
    </message>
    <message>
        <source>First with rows</source>
        <translation>第一张有数据的表</translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标数据</translation>
    </message>
    <message>
        <source>As the file says</source>
        <translation>以文件为准</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>正在读取“{file}”</translation>
    </message>
    <message>
        <source>The file could not be read</source>
        <translation>文件未能读取</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>另选文件</translation>
    </message>
    <message>
        <source>{new} new, {updated} updated, {refused} refused</source>
        <translation>新增 {new} 家，更新 {updated} 家，拒收 {refused} 行</translation>
    </message>
    <message>
        <source>Nothing to write</source>
        <translation>没有需要写入的内容</translation>
    </message>
    <message>
        <source>Imported {file}: {new} new, {updated} updated.</source>
        <translation>已导入“{file}”：新增 {new} 家，更新 {updated} 家。</translation>
    </message>
    <message>
        <source>Importing {count} rows</source>
        <translation>正在导入 {count} 行</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>{year}</source>
        <translation>{year} 年</translation>
    </message>
    <message>
        <source>{year} H{index}</source>
        <translation>{year} H{index}</translation>
    </message>
    <message>
        <source>{year} Q{index}</source>
        <translation>{year} Q{index}</translation>
    </message>
    <message>
        <source>{year}-{index}</source>
        <translation>{year}-{index}</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>批准人</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Unified social credit code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>Founded on</source>
        <translation>成立时间</translation>
    </message>
    <message>
        <source>Market and stock code</source>
        <translation>上市板块与证券代码</translation>
    </message>
    <message>
        <source>Acquired by</source>
        <translation>收购方</translation>
    </message>
    <message>
        <source>Relocated to</source>
        <translation>迁往何处</translation>
    </message>
    <message>
        <source>All records</source>
        <translation>全部记录</translation>
    </message>
    <message>
        <source>Tenants introduced up to the day</source>
        <translation>截至当日累计引入企业</translation>
    </message>
    <message>
        <source>Resident tenants on the day</source>
        <translation>当日入驻企业</translation>
    </message>
    <message>
        <source>Incubating tenants on the day</source>
        <translation>当日在孵企业</translation>
    </message>
    <message>
        <source>Graduates up to the day</source>
        <translation>截至当日毕业企业</translation>
    </message>
    <message>
        <source>Incubating tenants and graduates</source>
        <translation>在孵企业与毕业企业</translation>
    </message>
    <message>
        <source>Tenants that moved in during the period</source>
        <translation>本期新入驻企业</translation>
    </message>
    <message>
        <source>Tenants that graduated or left during the period</source>
        <translation>本期毕业或退出企业</translation>
    </message>
    <message>
        <source>fen</source>
        <translation>分</translation>
    </message>
    <message>
        <source>yuan</source>
        <translation>元</translation>
    </message>
    <message>
        <source>thousand yuan</source>
        <translation>千元</translation>
    </message>
    <message>
        <source>10k yuan</source>
        <translation>万元</translation>
    </message>
    <message>
        <source>million yuan</source>
        <translation>百万元</translation>
    </message>
    <message>
        <source>100m yuan</source>
        <translation>亿元</translation>
    </message>
    <message>
        <source>m²</source>
        <translation>m²</translation>
    </message>
    <message>
        <source>10k m²</source>
        <translation>万 m²</translation>
    </message>
    <message>
        <source>persons</source>
        <translation>人</translation>
    </message>
    <message>
        <source>tenants</source>
        <translation>家</translation>
    </message>
    <message>
        <source>items</source>
        <translation>件</translation>
    </message>
    <message>
        <source>events</source>
        <translation>场次</translation>
    </message>
    <message>
        <source>attendances</source>
        <translation>人次</translation>
    </message>
    <message>
        <source>months</source>
        <translation>个月</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Qualification</source>
        <translation>资质</translation>
    </message>
    <message>
        <source>Intellectual property</source>
        <translation>知识产权</translation>
    </message>
    <message>
        <source>Financing</source>
        <translation>投融资</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Still writing; the window closes when that is done.</source>
        <translation>正在写入，完成后自动关闭窗口。</translation>
    </message>
</context>
<context>
    <name>NewTenantSheet</name>
    <message>
        <source>Name</source>
        <translation>企业名称</translation>
    </message>
    <message>
        <source>Unified social credit code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>A tenant needs a name.</source>
        <translation>请填写企业名称。</translation>
    </message>
    <message>
        <source>This is no valid code of 18 characters.</source>
        <translation>不是有效的 18 位统一社会信用代码。</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close the notice</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>字段对应</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>Taken as</source>
        <translation>对应字段</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>把握</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What was noticed</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更明细</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>After</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>Rows left out</source>
        <translation>跳过的行</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>总行数</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒收</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>perhaps {name}</source>
        <translation>可能是“{name}”</translation>
    </message>
    <message>
        <source>only numbers the rows</source>
        <translation>仅为序号</translation>
    </message>
    <message>
        <source>kept beside the fields</source>
        <translation>原样保留</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>已取消，数据未改动。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>View</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>程序出现问题</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing was changed. Please pass this report on to whoever looks after the program.</source>
        <translation>数据未被改动。请把下面的报告交给程序维护人员。</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>StageSheet</name>
    <message>
        <source>From which day</source>
        <translation>起始日期</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>转为</translation>
    </message>
    <message>
        <source>This is no day.</source>
        <translation>日期无法识别。</translation>
    </message>
    <message>
        <source>The stage before began on {day}; this one cannot begin earlier.</source>
        <translation>前一阶段始于 {day}，不能早于该日。</translation>
    </message>
    <message>
        <source>This move needs it.</source>
        <translation>此项必填。</translation>
    </message>
    <message>
        <source>This is no valid code of 18 characters.</source>
        <translation>不是有效的 18 位统一社会信用代码。</translation>
    </message>
</context>
<context>
    <name>TenantDeeds</name>
    <message>
        <source>New tenant</source>
        <translation>新建企业</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Added “{name}”.</source>
        <translation>已添加“{name}”。</translation>
    </message>
    <message>
        <source>Adding a tenant</source>
        <translation>正在添加企业</translation>
    </message>
    <message>
        <source>“{name}” is {stage}; no move leads on from there.</source>
        <translation>“{name}”处于{stage}阶段，不能再变更。</translation>
    </message>
    <message>
        <source>Change stage</source>
        <translation>变更阶段</translation>
    </message>
    <message>
        <source>{name} · now {stage}</source>
        <translation>{name} · 当前{stage}</translation>
    </message>
    <message>
        <source>“{name}” is now {stage}.</source>
        <translation>“{name}”已转为{stage}。</translation>
    </message>
    <message>
        <source>Changing the stage</source>
        <translation>正在变更阶段</translation>
    </message>
</context>
<context>
    <name>TenantPane</name>
    <message>
        <source>Close details</source>
        <translation>关闭详情</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>孵化进程</translation>
    </message>
    <message>
        <source>Events of this tenant</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>租用房间</translation>
    </message>
    <message>
        <source>No tenant chosen</source>
        <translation>未选择企业</translation>
    </message>
    <message>
        <source>Choose one in the list to see it here.</source>
        <translation>在列表中选择一家企业，即可在此查看。</translation>
    </message>
    <message>
        <source>Particulars</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>Income ({unit})</source>
        <translation>收入（{unit}）</translation>
    </message>
    <message>
        <source>Employees</source>
        <translation>从业人员</translation>
    </message>
    <message>
        <source>Area (m²)</source>
        <translation>面积（m²）</translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation>{day} 入驻</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今</translation>
    </message>
    <message>
        <source>{area} m², {start} to {until}</source>
        <translation>{area} m²，{start} 至 {until}</translation>
    </message>
    <message>
        <source>{name}, until {day}</source>
        <translation>{name}（至 {day}）</translation>
    </message>
    <message>
        <source>Former name</source>
        <translation>曾用名</translation>
    </message>
</context>
<context>
    <name>TenantTable</name>
    <message>
        <source>Name</source>
        <translation>企业名称</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>企业编号</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Technology field</source>
        <translation>技术领域</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房间</translation>
    </message>
    <message>
        <source>Area (m²)</source>
        <translation>面积（m²）</translation>
    </message>
    <message>
        <source>Employees</source>
        <translation>从业人员</translation>
    </message>
    <message>
        <source>Income (10k yuan)</source>
        <translation>收入（万元）</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>数据期</translation>
    </message>
    <message>
        <source>Moved in on</source>
        <translation>入驻时间</translation>
    </message>
</context>
<context>
    <name>TenantsPage</name>
    <message>
        <source>Stages</source>
        <translation>孵化进程</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Name, number, room or initials (Ctrl+F)</source>
        <translation>搜索名称、编号、房间、拼音首字母 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Reading tenants</source>
        <translation>正在读取企业</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>No tenant fits</source>
        <translation>没有符合条件的企业</translation>
    </message>
    <message>
        <source>Nothing was found for the search and the stage chosen.</source>
        <translation>按当前搜索词和阶段没有找到企业。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>No tenants yet</source>
        <translation>还没有企业</translation>
    </message>
    <message>
        <source>Bring in your register from Excel; you see what happens before anything is written.</source>
        <translation>从 Excel 导入企业台账；写入之前先看预检结果。</translation>
    </message>
    <message>
        <source>Import from Excel</source>
        <translation>从 Excel 导入</translation>
    </message>
    <message>
        <source>The tenants could not be read</source>
        <translation>企业列表未能读取</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Tenants: {count}</source>
        <translation>共 {count} 家</translation>
    </message>
    <message>
        <source>Selected: {count}</source>
        <translation>已选 {count} 家</translation>
    </message>
    <message>
        <source>   Income: {income} (10k yuan)   Employees: {staff}</source>
        <translation>   收入合计 {income} 万元   从业人员 {staff} 人</translation>
    </message>
</context>
<context>
    <name>TracePanel</name>
    <message>
        <source>to be checked</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>Figures behind this cell</source>
        <translation>构成此格的数字</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>来源记录</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数额</translation>
    </message>
    <message>
        <source>Records whose sum is the figure</source>
        <translation>合计等于此数的记录</translation>
    </message>
    <message>
        <source>No figure chosen</source>
        <translation>未选择数字</translation>
    </message>
    <message>
        <source>Click a figure in the sheet, or press Enter on it, to see the records behind it.</source>
        <translation>点击报表中的数字，或在其上按回车，查看构成它的记录。</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>口径</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Over whom</source>
        <translation>统计范围</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>舍位平衡</translation>
    </message>
    <message>
        <source>moved by {by} so that the rows add up</source>
        <translation>调整 {by}，使各行之和等于合计</translation>
    </message>
    <message>
        <source> to date</source>
        <translation> 累计</translation>
    </message>
    <message>
        <source>Amount ({unit})</source>
        <translation>数额（{unit}）</translation>
    </message>
    <message>
        <source>Not reported ({count}): {names}</source>
        <translation>未填报（{count}）：{names}</translation>
    </message>
    <message>
        <source>The records add up to the figure filed.</source>
        <translation>各记录之和等于上报数。</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Incubator CRM</source>
        <translation>孵化管家</translation>
    </message>
</context>
</TS>
