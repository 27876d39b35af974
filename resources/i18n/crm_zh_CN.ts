<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>Incubator CRM</source>
        <translation>孵化管家</translation>
    </message>
    <message>
        <source>Tracks an incubator&apos;s tenants from registration to listing and produces the required filings.</source>
        <translation>记录孵化器企业从注册到上市，按要求完成统计上报。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Third-party software</source>
        <translation>使用的第三方软件</translation>
    </message>
    <message>
        <source>Each under its own licence.</source>
        <translation>各按其自身的许可证使用。</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Workbench</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>孵化进程</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据填报</translation>
    </message>
    <message>
        <source>Filings</source>
        <translation>统计上报</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
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
        <source>Print</source>
        <translation>打印</translation>
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
        <source>Filter list</source>
        <translation>筛选列表</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>列表视图</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>新建跟进</translation>
    </message>
    <message>
        <source>Back to list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Fill from last period</source>
        <translation>复制上期</translation>
    </message>
    <message>
        <source>Copy reminder list</source>
        <translation>复制催报名单</translation>
    </message>
    <message>
        <source>Next error</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Yuan / 10k yuan</source>
        <translation>元 / 万元</translation>
    </message>
    <message>
        <source>Choose indicators</source>
        <translation>选择指标</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Form templates</source>
        <translation>报表模板</translation>
    </message>
    <message>
        <source>New form</source>
        <translation>新建报表</translation>
    </message>
    <message>
        <source>Change bindings</source>
        <translation>修改对应</translation>
    </message>
    <message>
        <source>Align new edition</source>
        <translation>对齐新表</translation>
    </message>
    <message>
        <source>Share form</source>
        <translation>导出报表包</translation>
    </message>
    <message>
        <source>Add shared form</source>
        <translation>导入报表包</translation>
    </message>
    <message>
        <source>Archive form</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Next undecided</source>
        <translation>下一处待定</translation>
    </message>
    <message>
        <source>Back to forms</source>
        <translation>返回报表列表</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>新增活动</translation>
    </message>
    <message>
        <source>Paste a table</source>
        <translation>粘贴表格</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Previous step</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Earlier period</source>
        <translation>上一期</translation>
    </message>
    <message>
        <source>Later period</source>
        <translation>下一期</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>封存</translation>
    </message>
    <message>
        <source>Save as form</source>
        <translation>存为报表</translation>
    </message>
    <message>
        <source>Accept suggestions</source>
        <translation>采用建议</translation>
    </message>
    <message>
        <source>Undo this operation</source>
        <translation>撤销此操作</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Choose file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Apply import</source>
        <translation>确认导入</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回上一页</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>送审</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Own figures</source>
        <translation>孵化器数据</translation>
    </message>
    <message>
        <source>Staff and mentors</source>
        <translation>人员与导师</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>预演</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>成效简报</translation>
    </message>
    <message>
        <source>Edit rule set</source>
        <translation>修改规则集</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>New person</source>
        <translation>新增人员</translation>
    </message>
    <message>
        <source>Export as Word</source>
        <translation>导出 Word</translation>
    </message>
    <message>
        <source>Export as workbook</source>
        <translation>导出工作簿</translation>
    </message>
    <message>
        <source>Rows and columns</source>
        <translation>行列分组</translation>
    </message>
</context>
<context>
    <name>AmountEntry</name>
    <message>
        <source>Unit: {unit}</source>
        <translation>单位：{unit}</translation>
    </message>
    <message>
        <source>Switch between yuan and 10k yuan (F4)</source>
        <translation>切换元/万元 (F4)</translation>
    </message>
    <message>
        <source>An area cannot be negative.</source>
        <translation>面积不能小于零。</translation>
    </message>
    <message>
        <source>Amounts are kept in yuan; convert other currencies first.</source>
        <translation>这里只填人民币，请先折算。</translation>
    </message>
    <message>
        <source>Too many decimals: the smallest unit is 0.01.</source>
        <translation>小数位太多：最小到 0.01。</translation>
    </message>
    <message>
        <source>This must be a whole number.</source>
        <translation>必须是整数。</translation>
    </message>
    <message>
        <source>This cannot be negative.</source>
        <translation>不能小于零。</translation>
    </message>
    <message>
        <source>This is not a number.</source>
        <translation>不是数字。</translation>
    </message>
</context>
<context>
    <name>ApprovalPanel</name>
    <message>
        <source>Signatures</source>
        <translation>签字记录</translation>
    </message>
    <message>
        <source>Changes since submission</source>
        <translation>送审以后的变动</translation>
    </message>
    <message>
        <source>Incomplete reports</source>
        <translation>没有报齐的</translation>
    </message>
    <message>
        <source>By tenant</source>
        <translation>按企业</translation>
    </message>
    <message>
        <source>By figure</source>
        <translation>按指标</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺报</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>送审值</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现值</translation>
    </message>
    <message>
        <source>Nothing built yet</source>
        <translation>还没有生成</translation>
    </message>
    <message>
        <source>Complete, checked and approved are separate states, shown here side by side.</source>
        <translation>报齐、校验通过、批准是三件事，这里并列显示。</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>第 {version} 版</translation>
    </message>
    <message>
        <source>It was &quot;{state}&quot; and is a draft again: its figures are the same, but it is not the sheet that was signed. Changed: {what}.</source>
        <translation>原为“{state}”，退回草稿：数字没变，但已不是签字时的那张表。变了的是：{what}。</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>报齐</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Amends</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>记录指纹</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚未批准</translation>
    </message>
    <message>
        <source>by {name}, on paper</source>
        <translation>{name}（纸面签字）</translation>
    </message>
    <message>
        <source>by {name}</source>
        <translation>{name}</translation>
    </message>
    <message>
        <source>{name} on paper, entered by {user}</source>
        <translation>{name}，纸面签字，{user} 登记</translation>
    </message>
    <message>
        <source>All required figures have been reported.</source>
        <translation>应报的都已报齐。</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>It was &quot;{state}&quot; and is a draft again: {count} {count|cell has|cells have} changed since submission.</source>
        <translation>原为“{state}”，送审以后有 {count} 个单元格变动，退回草稿。</translation>
    </message>
    <message>
        <source>{percent}% ({reported} of {asked} {asked|figure|figures})</source>
        <translation>{percent}%（应报 {asked}，已报 {reported}）</translation>
    </message>
    <message>
        <source>{errors} {errors|error|errors}, {warnings} to explain</source>
        <translation>错误 {errors}，待说明 {warnings}</translation>
    </message>
    <message>
        <source>version {version}: {count} {count|cell|cells} would be filed differently now</source>
        <translation>第 {version} 版，现有 {count} 个单元格不同</translation>
    </message>
    <message>
        <source>Incomplete: {count} {count|tenant|tenants}</source>
        <translation>没有报齐的企业 {count} 家</translation>
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
    <name>BehindPanel</name>
    <message>
        <source>To be checked</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>Open the tenant</source>
        <translation>打开企业</translation>
    </message>
    <message>
        <source>Figures behind this item</source>
        <translation>这一条用到的数</translation>
    </message>
    <message>
        <source>Records counted</source>
        <translation>计入的记录</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>还没有选中条目</translation>
    </message>
    <message>
        <source>Select a line to see what is counted, what is missing and which tenants are concerned.</source>
        <translation>选中一条，查看计入了哪些记录、还差什么、涉及哪些企业。</translation>
    </message>
    <message>
        <source>Change value</source>
        <translation>修改要求</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复原件</translation>
    </message>
    <message>
        <source>Effective dates</source>
        <translation>施行日期</translation>
    </message>
    <message>
        <source>Restore entire rule set</source>
        <translation>恢复整个规则集</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
</context>
<context>
    <name>Binder</name>
    <message>
        <source>Form side pane</source>
        <translation>表旁</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>On the form</source>
        <translation>表上文字</translation>
    </message>
    <message>
        <source>Bound to</source>
        <translation>对应</translation>
    </message>
    <message>
        <source>Last year → this year</source>
        <translation>上年 → 今年</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>待定</translation>
    </message>
    <message>
        <source>Nothing left to decide</source>
        <translation>没有待定的了</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差别</translation>
    </message>
    <message>
        <source>Same as last year</source>
        <translation>与上年相同</translation>
    </message>
    <message>
        <source>All places</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Nothing to fill in</source>
        <translation>没有要填的位置</translation>
    </message>
    <message>
        <source>Bound: {bound}   Undecided: {open}   Left empty: {empty}</source>
        <translation>已对应 {bound}   待定 {open}   不填 {empty}</translation>
    </message>
    <message>
        <source>Bind {place}</source>
        <translation>对应 {place}</translation>
    </message>
    <message>
        <source>Rows of {place}</source>
        <translation>{place} 行的范围</translation>
    </message>
    <message>
        <source>None of these places has a suggestion; choose a figure for each.</source>
        <translation>这些位置没有建议，请逐处选择。</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>No problems found in the template</source>
        <translation>模板没有问题</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Enable a check</source>
        <translation>启用一条校验</translation>
    </message>
    <message>
        <source>Disable a check</source>
        <translation>停用一条校验</translation>
    </message>
    <message>
        <source>Select only the cells for figures first, without their labels.</source>
        <translation>先选中要填数的格子，不要带行名和列名。</translation>
    </message>
    <message>
        <source>Rows and columns</source>
        <translation>行列分组</translation>
    </message>
    <message>
        <source>Meaning of {area}</source>
        <translation>{area} 的行和列各表示什么</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Matrix {area}</source>
        <translation>分组表 {area}</translation>
    </message>
    <message>
        <source>Accept {count} {count|suggestion|suggestions}</source>
        <translation>采用 {count} 条建议</translation>
    </message>
    <message>
        <source>Change a check</source>
        <translation>修改校验</translation>
    </message>
    <message>
        <source>New check</source>
        <translation>新增校验</translation>
    </message>
    <message>
        <source>It is saved with the form and run whenever the form is filed.</source>
        <translation>随报表一起保存，每次填报时校验。</translation>
    </message>
    <message>
        <source>Check {code}</source>
        <translation>校验 {code}</translation>
    </message>
</context>
<context>
    <name>BoardPage</name>
    <message>
        <source>Listed, acquired</source>
        <translation>上市、被并购</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>已离开</translation>
    </message>
    <message>
        <source>Name, initials, number, room</source>
        <translation>名称、拼音首字母、编号、房间</translation>
    </message>
    <message>
        <source>No tenant matches &quot;{text}&quot;</source>
        <translation>没有找到“{text}”</translation>
    </message>
    <message>
        <source>You can also search by pinyin initials, part of a name, or number.</source>
        <translation>也可以用拼音首字母、名称的一部分或编号查找。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>No tenants yet</source>
        <translation>还没有企业</translation>
    </message>
    <message>
        <source>Import your register from Excel, or add your first lead.</source>
        <translation>从 Excel 导入名册，或新建第一条线索。</translation>
    </message>
    <message>
        <source>{area} m² wanted</source>
        <translation>意向面积 {area} m²</translation>
    </message>
    <message>
        <source>{area} m²</source>
        <translation>{area} m²</translation>
    </message>
    <message>
        <source>The board could not be read</source>
        <translation>看板读取失败</translation>
    </message>
    <message>
        <source>Tenants: {count}</source>
        <translation>共 {count} 家</translation>
    </message>
    <message>
        <source>No stage change is possible in this direction.</source>
        <translation>这个方向上没有可以变更到的阶段。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Move to {stage}…</source>
        <translation>移到{stage}…</translation>
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
    <name>BriefPage</name>
    <message>
        <source>Period</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>Typical tenants</source>
        <translation>典型企业</translation>
    </message>
    <message>
        <source>Rows of the brief</source>
        <translation>简报各行</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>核实情况</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>叙述</translation>
    </message>
    <message>
        <source>see above</source>
        <translation>见上文</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>正在统计</translation>
    </message>
    <message>
        <source>The brief could not be created</source>
        <translation>简报未能生成</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>Tenant whose turnover grew after moving in</source>
        <translation>入驻后收入增长的企业</translation>
    </message>
    <message>
        <source>Tenant with space and a qualification</source>
        <translation>获得办公场地并有资质的企业</translation>
    </message>
    <message>
        <source>University team with IP rights and expected jobs</source>
        <translation>有知识产权和预期就业的高校团队</translation>
    </message>
    <message>
        <source>Some rows describe a single tenant; they stay blank until you choose one.</source>
        <translation>有几行只写一家典型企业，不选定则留空。</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选定</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Export the brief</source>
        <translation>导出简报</translation>
    </message>
    <message>
        <source>{told} of {count} {count|row has|rows have} content; as of {day}</source>
        <translation>{count} 行中 {told} 行有内容；统计截至 {day}</translation>
    </message>
    <message>
        <source>{count} {count|row|rows}</source>
        <translation>共 {count} 行</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>已核实</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
</context>
<context>
    <name>CardModel</name>
    <message>
        <source>{days} d</source>
        <comment>days, where there is little room</comment>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>No figures for {period}</source>
        <translation>未报 {period} 数据</translation>
    </message>
    <message>
        <source>{days} {days|day|days}</source>
        <translation>{days} 天</translation>
    </message>
</context>
<context>
    <name>CellBar</name>
    <message>
        <source>Records behind this cell</source>
        <translation>查看本单元格的来源记录</translation>
    </message>
</context>
<context>
    <name>ChangeBox</name>
    <message>
        <source>Filed</source>
        <translation>上报值</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现值</translation>
    </message>
    <message>
        <source>Changes since freezing</source>
        <translation>封存以后的变动</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>更正上报</translation>
    </message>
    <message>
        <source>Carry forward</source>
        <translation>结转下期</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>The figure is the same, but the records behind it differ.</source>
        <translation>数值没有变，变的是它的来源记录。</translation>
    </message>
    <message>
        <source>The figure is the same; only the rounding differs.</source>
        <translation>数值没有变，只是舍入不同。</translation>
    </message>
    <message>
        <source>The form asks for this otherwise than it did: over others, by another definition or in another unit.</source>
        <translation>表式的取数口径与报送时不同：统计范围、指标定义或计量单位已变。</translation>
    </message>
    <message>
        <source>No record behind it has been written since: an indicator, a rule or the program counts otherwise.</source>
        <translation>封存以后没有人改过有关记录：是指标、规则或程序的算法变了。</translation>
    </message>
    <message>
        <source>Carried forward to the next period: {count} {count|cell|cells}</source>
        <translation>已结转下期：{count} 个单元格</translation>
    </message>
    <message>
        <source>other records</source>
        <translation>仅来源记录不同</translation>
    </message>
    <message>
        <source>rounding only</source>
        <translation>仅舍入不同</translation>
    </message>
</context>
<context>
    <name>ChangesPane</name>
    <message>
        <source>Undo this operation</source>
        <translation>撤销此操作</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修改后</translation>
    </message>
    <message>
        <source>Changed values</source>
        <translation>改动内容</translation>
    </message>
    <message>
        <source>Select an operation</source>
        <translation>请选择一项操作</translation>
    </message>
    <message>
        <source>Its changes are shown here, value by value.</source>
        <translation>这里逐项显示它改动了什么。</translation>
    </message>
    <message>
        <source>Nothing to compare</source>
        <translation>没有可对照的内容</translation>
    </message>
    <message>
        <source>This operation changed only internal data.</source>
        <translation>此操作只写入了程序内部数据。</translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>第 {number} 号</translation>
    </message>
    <message>
        <source>undone by no. {number}</source>
        <translation>已由第 {number} 号撤销</translation>
    </message>
    <message>
        <source>undoes no. {number}</source>
        <translation>撤销第 {number} 号</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>{what} {deed}</source>
        <translation>{deed}{what}</translation>
    </message>
    <message>
        <source>The first {told} {told|record is|records are} shown; {all} {all|row was|rows were} written in total.</source>
        <translation>仅显示前 {told} 条记录；本次共写入 {all} 行。</translation>
    </message>
    <message>
        <source>{rows} {rows|row|rows}</source>
        <translation>{rows} 行</translation>
    </message>
</context>
<context>
    <name>ChangesPanel</name>
    <message>
        <source>Explain changes above</source>
        <translation>说明界限：变动超过</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>增减</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Changes to explain</source>
        <translation>待说明的变动</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>How</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>Tenants behind the change</source>
        <translation>使该数变动的企业</translation>
    </message>
    <message>
        <source>Explanation, filed with the form</source>
        <translation>说明（随报表封存）</translation>
    </message>
    <message>
        <source>Save explanation</source>
        <translation>保存说明</translation>
    </message>
    <message>
        <source>Redraft</source>
        <translation>重新起草</translation>
    </message>
    <message>
        <source>Export all</source>
        <translation>全部导出</translation>
    </message>
    <message>
        <source>Sum = change</source>
        <translation>合计等于变动数</translation>
    </message>
    <message>
        <source>Build a filing to see what changed against the same period last year.</source>
        <translation>生成报表后，可查看与上年同期相比的变动。</translation>
    </message>
    <message>
        <source>Nothing built yet</source>
        <translation>尚未生成报表</translation>
    </message>
    <message>
        <source>by the form</source>
        <translation>报表界限</translation>
    </message>
    <message>
        <source>{source} (to be checked)</source>
        <translation>{source}（待核实）</translation>
    </message>
    <message>
        <source>No filing was frozen for last year: its figures come from the records.</source>
        <translation>上年同期没有封存的申报，按现有记录计算。</translation>
    </message>
    <message>
        <source>Last year&apos;s figures are as filed, version {version}.</source>
        <translation>上年同期数以已上报的第 {version} 版为准。</translation>
    </message>
    <message>
        <source>No figure changed by more than the limit.</source>
        <translation>没有超过界限的指标。</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写</translation>
    </message>
    <message>
        <source>To be written</source>
        <translation>待写</translation>
    </message>
    <message>
        <source>{now}, last year {then}: {moved}</source>
        <translation>{now}，上年同期 {then}，{moved}</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Explanation saved; it will be frozen with the filing.</source>
        <translation>说明已保存，将随报表封存。</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Export the explanation of changes</source>
        <translation>导出同比变动说明</translation>
    </message>
    <message>
        <source>Word document (*.docx);;Excel workbook (*.xlsx);;Text (*.txt)</source>
        <translation>Word 文档 (*.docx);;Excel 工作簿 (*.xlsx);;文本 (*.txt)</translation>
    </message>
    <message>
        <source>Explanation of changes</source>
        <translation>同比变动说明</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>No figures</source>
        <translation>没有数据</translation>
    </message>
</context>
<context>
    <name>ChartBook</name>
    <message>
        <source>Exported on {day} by {user}</source>
        <translation>导出于 {day}，{user}</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
</context>
<context>
    <name>ChartFrame</name>
    <message>
        <source>Show as table</source>
        <translation>显示为表格</translation>
    </message>
    <message>
        <source>Show as chart</source>
        <translation>显示为图表</translation>
    </message>
    <message>
        <source>Copy figures</source>
        <translation>复制数据</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>图片另存为…</translation>
    </message>
    <message>
        <source>The figures are copied.</source>
        <translation>数据已复制。</translation>
    </message>
    <message>
        <source>The picture is copied.</source>
        <translation>图片已复制。</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Saving the picture</source>
        <translation>正在保存图片</translation>
    </message>
    <message>
        <source>Copy or save</source>
        <translation>复制或保存</translation>
    </message>
    <message>
        <source>Save as workbook…</source>
        <translation>另存为工作簿…</translation>
    </message>
    <message>
        <source>Save as workbook</source>
        <translation>另存为工作簿</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx)</source>
        <translation>工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Exporting the figures</source>
        <translation>正在导出数据</translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>No checks can be derived from the form</source>
        <translation>表上没有可列的校验</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>New check</source>
        <translation>新增校验</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
</context>
<context>
    <name>CheckSheet</name>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>If values are missing</source>
        <translation>缺数时</translation>
    </message>
    <message>
        <source>Skip if any value is missing</source>
        <translation>缺一项就不校验</translation>
    </message>
    <message>
        <source>Skip if all values are missing</source>
        <translation>全缺才不校验</translation>
    </message>
    <message>
        <source>Treat missing as zero</source>
        <translation>缺的按 0 算</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>校验范围</translation>
    </message>
    <message>
        <source>each row of {place}</source>
        <translation>{place} 的每一行</translation>
    </message>
    <message>
        <source>the form as a whole</source>
        <translation>整张表</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>指向</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入指标</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>试算</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>允许误差</translation>
    </message>
    <message>
        <source>Message in English (optional)</source>
        <translation>英文说明（可不填）</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>What to do, in English (optional)</source>
        <translation>英文处理办法（可不填）</translation>
    </message>
    <message>
        <source>Letters, digits and hyphens, such as income-1.</source>
        <translation>用英文字母、数字和短横线，如 income-1。</translation>
    </message>
    <message>
        <source>A check with this code already exists.</source>
        <translation>已有这个代码的校验。</translation>
    </message>
    <message>
        <source>Enter a message.</source>
        <translation>写一句说明。</translation>
    </message>
    <message>
        <source>the first figure in the relation</source>
        <translation>关系里的第一个</translation>
    </message>
    <message>
        <source>Indicators and columns of the form</source>
        <translation>表上的指标和列</translation>
    </message>
    <message>
        <source>Bind the form&apos;s figures first.</source>
        <translation>先对应表上的指标。</translation>
    </message>
    <message>
        <source>Calculating…</source>
        <translation>正在试算…</translation>
    </message>
    <message>
        <source>Fails: {text}</source>
        <translation>不成立：{text}</translation>
    </message>
    <message>
        <source> ({count} more)</source>
        <translation>（另有 {count} 处）</translation>
    </message>
    <message>
        <source>Passes.</source>
        <translation>成立。</translation>
    </message>
    <message>
        <source>Values are missing: not checked.</source>
        <translation>缺数，不校验。</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>Filter rows by outcome</source>
        <translation>按处理结果筛选</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>各行</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行号</translation>
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
        <source>Issue</source>
        <translation>发现的问题</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理建议</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>全部提示</translation>
    </message>
    <message>
        <source>If rows are rejected</source>
        <translation>有误的行</translation>
    </message>
    <message>
        <source>Skip rows with errors</source>
        <translation>只导入无误的行</translation>
    </message>
    <message>
        <source>All rows or none</source>
        <translation>全部或不导入</translation>
    </message>
    <message>
        <source>Export rows to fix</source>
        <translation>导出待改正的行</translation>
    </message>
    <message>
        <source>Issues in this row</source>
        <translation>这一行的问题</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>需要留意</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>{place} and {count} more</source>
        <translation>{place} 等，另 {count} 处</translation>
    </message>
    <message>
        <source>No matching rows</source>
        <translation>没有这样的行</translation>
    </message>
    <message>
        <source>Row {row}: {what}</source>
        <translation>第 {row} 行：{what}</translation>
    </message>
    <message>
        <source>Cells to change: {count}</source>
        <translation>有 {count} 个单元格会改变。</translation>
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
        <source>Explanation, frozen with this finding</source>
        <translation>情况说明（随本条一并封存）</translation>
    </message>
    <message>
        <source>Apply to all similar</source>
        <translation>应用到全部同类</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Error: freezing the filing requires a written reason.</source>
        <translation>错误项：封存时须填写理由。</translation>
    </message>
    <message>
        <source>All checks passed</source>
        <translation>校验全部通过</translation>
    </message>
    <message>
        <source>Open other filing</source>
        <translation>看另一张表</translation>
    </message>
    <message>
        <source>{percent}% reported</source>
        <translation>已报 {percent}%</translation>
    </message>
    <message>
        <source>{text} · {count} incomplete</source>
        <translation>{text} · {count} 家没有报齐</translation>
    </message>
    <message>
        <source>Rule {code}</source>
        <translation>规则 {code}</translation>
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
    <name>ChoiceEntry</name>
    <message>
        <source>Type to search</source>
        <translation>输入以搜索</translation>
    </message>
    <message>
        <source>Show all (F4)</source>
        <translation>全部选项 (F4)</translation>
    </message>
    <message>
        <source>Add new…</source>
        <translation>新增一项</translation>
    </message>
    <message>
        <source>Choose one from the list (F4).</source>
        <translation>请从列表中选择 (F4)。</translation>
    </message>
</context>
<context>
    <name>ColumnSheet</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>&quot;{first}&quot; is always first. Drag a column, or move it with Alt and an arrow key.</source>
        <translation>“{first}”始终在最前。拖动列，或按 Alt+↑/↓ 移动。</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>List columns</source>
        <translation>列表的列</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>The columns have been reset.</source>
        <translation>列已恢复为初始设置。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Sort ascending</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>Sort descending</source>
        <translation>降序</translation>
    </message>
    <message>
        <source>Clear sorting</source>
        <translation>取消排序</translation>
    </message>
    <message>
        <source>Hide this column</source>
        <translation>隐藏此列</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>选择列…</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>恢复默认列</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>ColumnsStep</name>
    <message>
        <source>Identify tenants by</source>
        <translation>识别企业的依据</translation>
    </message>
    <message>
        <source>Your previous choices have been applied.</source>
        <translation>已采用上次的对应关系。</translation>
    </message>
    <message>
        <source>Use automatic mapping</source>
        <translation>改用自动对应</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Heading</source>
        <translation>列名</translation>
    </message>
    <message>
        <source>Sample values</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>Imported as</source>
        <translation>导入为</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>可信度</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>字段对应</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>As in column {letters}</source>
        <translation>见 {letters} 列</translation>
    </message>
    <message>
        <source>(no heading)</source>
        <translation>（没有列名）</translation>
    </message>
    <message>
        <source>Not imported</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>Keep as additional text</source>
        <translation>存为附加信息</translation>
    </message>
    <message>
        <source>Set by you</source>
        <translation>人工指定</translation>
    </message>
    <message>
        <source>Possibly {field}</source>
        <translation>可能是“{field}”</translation>
    </message>
    <message>
        <source>Duplicate heading</source>
        <translation>列名重复</translation>
    </message>
    <message>
        <source>High</source>
        <translation>可靠</translation>
    </message>
    <message>
        <source>Please check ({sure})</source>
        <translation>请核对（{sure}）</translation>
    </message>
    <message>
        <source>Missing: no column contains the tenants&apos; name, USCC or number. Assign at least one of them.</source>
        <translation>缺少必需的列：没有一列是企业名称、统一社会信用代码或企业编号，请至少指定一列。</translation>
    </message>
    <message>
        <source>Do not import</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>{taken} of {count} {count|column is|columns are} recognised. Press Enter or type on a line to change it.</source>
        <translation>共 {count} 列，已识别 {taken} 列。在某一行按 Enter 或直接打字即可更改。</translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message>
        <source>Figures for {period}</source>
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
        <source>the last change</source>
        <translation>上一次更改</translation>
    </message>
    <message>
        <source>No changes have been made since the program was opened.</source>
        <translation>本次打开程序后还没有做过更改。</translation>
    </message>
    <message>
        <source>Earlier changes are listed in the history.</source>
        <translation>以前的操作见“历史”。</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>没有可以重做的操作。</translation>
    </message>
    <message>
        <source>Undone: {step}</source>
        <translation>已撤销：{step}</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Operation {number}</source>
        <translation>操作 {number}</translation>
    </message>
    <message>
        <source>Redone: {step}</source>
        <translation>已重做：{step}</translation>
    </message>
    <message>
        <source>Redoing</source>
        <translation>正在重做</translation>
    </message>
    <message>
        <source>Undoing</source>
        <translation>正在撤销</translation>
    </message>
    <message>
        <source>Undo anyway</source>
        <translation>仍要撤销</translation>
    </message>
</context>
<context>
    <name>Copies</name>
    <message>
        <source>Copied a block of {rows} × {columns}.</source>
        <translation>已复制 {rows} 行 × {columns} 列。</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Copied {count} {count|row|rows}.</source>
        <translation>已复制 {count} 行。</translation>
    </message>
    <message>
        <source>{count} {count|row is|rows are} too many for the clipboard; nothing was copied.</source>
        <translation>所选 {count} 行过多，未复制到剪贴板。</translation>
    </message>
    <message>
        <source>Select at most {most} {most|row|rows}, or export the list.</source>
        <translation>一次最多复制 {most} 行；行数更多时请使用导出。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy with headings</source>
        <translation>复制（含标题）</translation>
    </message>
    <message>
        <source>Copy cell</source>
        <translation>复制单元格</translation>
    </message>
</context>
<context>
    <name>DatabaseSection</name>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Everything you enter or import is stored here.</source>
        <translation>录入和导入的全部内容都在这一个地方。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他…</translation>
    </message>
    <message>
        <source>New database…</source>
        <translation>新建数据库…</translation>
    </message>
    <message>
        <source>Use default location</source>
        <translation>回到默认位置</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>A backup is a single verified file. Keep it on a different disk from the database.</source>
        <translation>备份是一个经过校验的文件，请存到另一块磁盘上。</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>立即备份…</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Self-test</source>
        <translation>自检</translation>
    </message>
    <message>
        <source>Checks that the database is intact and all rules can be read. Changes nothing.</source>
        <translation>检查数据库是否完好、规则能否读取，不改动数据。</translation>
    </message>
    <message>
        <source>Run self-test</source>
        <translation>开始自检</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>The database is on a network share. For several users at once, use a database server.</source>
        <translation>数据库在网络共享盘上。多人同时使用请改用服务器。</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Open another database</source>
        <translation>打开其他数据库</translation>
    </message>
    <message>
        <source>Databases (*.db);;All files (*)</source>
        <translation>数据库 (*.db);;所有文件 (*)</translation>
    </message>
    <message>
        <source>New database</source>
        <translation>新建数据库</translation>
    </message>
    <message>
        <source>Databases (*.db)</source>
        <translation>数据库 (*.db)</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Backups (*.db *.dump);;All files (*)</source>
        <translation>备份 (*.db *.dump);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Backing up</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>Backed up to {file} ({size}).</source>
        <translation>已备份到 {file}（{size}）。</translation>
    </message>
    <message>
        <source>Restore from a backup</source>
        <translation>从备份恢复</translation>
    </message>
    <message>
        <source>Created on</source>
        <translation>写入时间</translation>
    </message>
    <message>
        <source>First</source>
        <translation>首先</translation>
    </message>
    <message>
        <source>The current contents are backed up beside the database.</source>
        <translation>现在的内容会备份在数据库旁边。</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>然后</translation>
    </message>
    <message>
        <source>The backup replaces the contents of the database; later changes are lost.</source>
        <translation>数据库换成备份里的内容，备份之后做的更改不再保留。</translation>
    </message>
    <message>
        <source>Restore this backup?</source>
        <translation>恢复这个备份？</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>The backup has been restored.</source>
        <translation>已恢复备份。</translation>
    </message>
    <message>
        <source>The previous contents are kept in {file}.</source>
        <translation>恢复前的内容保存在 {file}。</translation>
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
    <name>DateEntry</name>
    <message>
        <source>year-month-day</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>Choose a date (F4)</source>
        <translation>选择日期 (F4)</translation>
    </message>
    <message>
        <source>There is no such date.</source>
        <translation>没有这一天。</translation>
    </message>
    <message>
        <source>Ambiguous: day or month first? Write year-month-day.</source>
        <translation>分不清日和月，请写成 年-月-日。</translation>
    </message>
    <message>
        <source>This is not a date. Write it as 2026-11-04.</source>
        <translation>不是日期，请写成 2026-11-04。</translation>
    </message>
</context>
<context>
    <name>DayPicker</name>
    <message>
        <source>Choose a date (F4)</source>
        <translation>选择日期 (F4)</translation>
    </message>
</context>
<context>
    <name>DemoBanner</name>
    <message>
        <source>Demo: all tenants here are fictitious. Try anything; your own data is not affected.</source>
        <translation>演示：这里的企业都是虚构的，可以随意试用，不影响本单位数据。</translation>
    </message>
    <message>
        <source>Open my own data</source>
        <translation>打开我的数据</translation>
    </message>
</context>
<context>
    <name>DetailDeeds</name>
    <message>
        <source>Adding a note</source>
        <translation>正在添加跟进</translation>
    </message>
    <message>
        <source>Added a note.</source>
        <translation>已添加跟进。</translation>
    </message>
    <message>
        <source>Changing a note</source>
        <translation>正在修改跟进</translation>
    </message>
    <message>
        <source>The follow-up is done.</source>
        <translation>待办已办结。</translation>
    </message>
    <message>
        <source>The follow-up is open again.</source>
        <translation>待办已重新打开。</translation>
    </message>
    <message>
        <source>Removing a note</source>
        <translation>正在删除跟进</translation>
    </message>
    <message>
        <source>Removed a note.</source>
        <translation>已删除跟进。</translation>
    </message>
    <message>
        <source>Removing a record</source>
        <translation>正在删除记录</translation>
    </message>
    <message>
        <source>Removed: {kind}.</source>
        <translation>已删除{kind}。</translation>
    </message>
    <message>
        <source>{name} · {period}; leave it blank to remove the figure.</source>
        <translation>{name} · {period}；留空表示撤回该数据。</translation>
    </message>
    <message>
        <source>Correct figure</source>
        <translation>更正数据</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>The figure has been corrected.</source>
        <translation>数据已更正。</translation>
    </message>
</context>
<context>
    <name>DetailHead</name>
    <message>
        <source>Parts of the tenant&apos;s page</source>
        <translation>企业页的各部分</translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation>自 {day}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>formerly {names}</source>
        <translation>曾用名 {names}</translation>
    </message>
</context>
<context>
    <name>DirectorySection</name>
    <message>
        <source>Directory</source>
        <translation>房间与名录</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The directory could not be read</source>
        <translation>无法读取房间与名录</translation>
    </message>
    <message>
        <source>{count} {count|entry|entries}</source>
        <translation>共 {count} 条</translation>
    </message>
    <message>
        <source>Leases, cooperation and services refer to these entries; entries in use cannot be removed.</source>
        <translation>租赁、合作和服务记录都引用这里；还有记录引用的不能删除。</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>没有符合的内容</translation>
    </message>
    <message>
        <source>Nothing has been entered yet</source>
        <translation>还没有登记</translation>
    </message>
    <message>
        <source>You can also add one where a record needs it, such as the room of a lease.</source>
        <translation>登记租赁选房间、登记合作选单位时，也可以当场新增。</translation>
    </message>
    <message>
        <source>New: {kind}</source>
        <translation>新增{kind}</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Added {name}</source>
        <translation>已登记“{name}”</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Changed {name}</source>
        <translation>已修改“{name}”</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>Removed {name}</source>
        <translation>已删除“{name}”</translation>
    </message>
</context>
<context>
    <name>DoneStep</name>
    <message>
        <source>Show the new tenants</source>
        <translation>查看新增企业</translation>
    </message>
    <message>
        <source>Import another file</source>
        <translation>导入其他文件</translation>
    </message>
    <message>
        <source>Export rows to fix</source>
        <translation>导出待改正的行</translation>
    </message>
    <message>
        <source>Undo this import</source>
        <translation>撤销本次导入</translation>
    </message>
    <message>
        <source>The import was undone</source>
        <translation>本次导入已撤销</translation>
    </message>
    <message>
        <source>Imported: {file}</source>
        <translation>已导入：{file}</translation>
    </message>
</context>
<context>
    <name>Drafts</name>
    <message>
        <source>Unsaved changes from last time: {title}.</source>
        <translation>上次有未保存的修改：{title}。</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另有 {count} 份</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>DuePart</name>
    <message>
        <source>Overdue: {day}</source>
        <translation>逾期 {day}</translation>
    </message>
    <message>
        <source>Due: {day}</source>
        <translation>待办 {day}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Done: {text}</source>
        <translation>办结：{text}</translation>
    </message>
</context>
<context>
    <name>DutyList</name>
    <message>
        <source>Press Space to mark as done</source>
        <translation>按空格键标记完成</translation>
    </message>
</context>
<context>
    <name>DutyPanel</name>
    <message>
        <source>To do</source>
        <translation>待办与预警</translation>
    </message>
    <message>
        <source>Nothing is due in the next 90 days.</source>
        <translation>未来 90 天没有待办事项。</translation>
    </message>
    <message>
        <source>Leases ending</source>
        <translation>合同到期</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>再显示 {count} 项</translation>
    </message>
    <message>
        <source>Leases ending within {days} {days|day|days}</source>
        <translation>{days} 天内到期的合同</translation>
    </message>
    <message>
        <source>{days} {days|day|days}</source>
        <translation>{days} 天内</translation>
    </message>
    <message>
        <source>Leases ending within {days} {days|day|days}: {count}</source>
        <translation>{days} 天内到期的合同：{count} 家</translation>
    </message>
    <message>
        <source>All {count} {count|tenant|tenants} as a list</source>
        <translation>在列表中查看全部 {count} 家企业</translation>
    </message>
</context>
<context>
    <name>EditJobs</name>
    <message>
        <source>Edit: {name}</source>
        <translation>编辑：{name}</translation>
    </message>
    <message>
        <source>Saved &quot;{name}&quot;.</source>
        <translation>已保存“{name}”。</translation>
    </message>
    <message>
        <source>New: {kind} · {name}</source>
        <translation>新增{kind} · {name}</translation>
    </message>
    <message>
        <source>Added: {kind}.</source>
        <translation>已新增{kind}。</translation>
    </message>
    <message>
        <source>Edit: {kind} · {name}</source>
        <translation>编辑{kind} · {name}</translation>
    </message>
    <message>
        <source>Saved: {kind}.</source>
        <translation>已保存{kind}。</translation>
    </message>
    <message>
        <source>New note · {name}</source>
        <translation>新建跟进 · {name}</translation>
    </message>
    <message>
        <source>Added a note.</source>
        <translation>已添加跟进。</translation>
    </message>
    <message>
        <source>Edit note · {name}</source>
        <translation>编辑跟进 · {name}</translation>
    </message>
    <message>
        <source>Saved the note.</source>
        <translation>已保存跟进。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Follow up on</source>
        <translation>再跟进</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>返回 (Esc)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>● Not saved: {count}</source>
        <translation>● 未保存 {count} 项</translation>
    </message>
    <message>
        <source>Fields to correct: {count}</source>
        <translation>有 {count} 项需要更正</translation>
    </message>
    <message>
        <source>Someone else has changed this meanwhile: choose which value to keep for each field.</source>
        <translation>期间有人改过：请逐项选择保留哪个值。</translation>
    </message>
    <message>
        <source>Unsaved changes from {at}: {count} {count|field|fields}.</source>
        <translation>有 {at} 未保存的修改，共 {count} 项。</translation>
    </message>
    <message>
        <source>&quot;{title}&quot; has {count} unsaved {count|change|changes}.</source>
        <translation>“{title}”有 {count} 项修改还没有保存。</translation>
    </message>
</context>
<context>
    <name>EntryBar</name>
    <message>
        <source>Period type</source>
        <translation>报告期类型</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Tenants shown</source>
        <translation>显示哪些企业</translation>
    </message>
    <message>
        <source>Current tenants</source>
        <translation>入驻企业</translation>
    </message>
    <message>
        <source>Including graduates</source>
        <translation>含毕业企业</translation>
    </message>
    <message>
        <source>Not reported</source>
        <translation>未填报</translation>
    </message>
    <message>
        <source>Unit of money: {unit}</source>
        <translation>金额单位：{unit}</translation>
    </message>
    <message>
        <source>Indicators: {count}</source>
        <translation>指标 {count} 项</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Quarters</source>
        <translation>季</translation>
    </message>
    <message>
        <source>Half-years</source>
        <translation>半年</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>年</translation>
    </message>
</context>
<context>
    <name>EntryModel</name>
    <message>
        <source>Enter {indicator} for {name}</source>
        <translation>填写 {name} 的{indicator}</translation>
    </message>
    <message>
        <source>{state}: {count} of {all}</source>
        <translation>{state}：{count}/{all} 项</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>企业名称</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>EntrySaving</name>
    <message>
        <source>Figures for {period}</source>
        <translation>{period} 数据填报</translation>
    </message>
    <message>
        <source>Saving figures</source>
        <translation>正在保存数据</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Correct them first; press F8 to go from one to the next.</source>
        <translation>请先改正；按 F8 逐个查看。</translation>
    </message>
    <message>
        <source>There is nothing to save.</source>
        <translation>没有需要保存的数据。</translation>
    </message>
    <message>
        <source>Correct and save</source>
        <translation>更正并保存</translation>
    </message>
    <message>
        <source>Restore {count} unsaved {count|cell|cells}</source>
        <translation>恢复未保存的 {count} 格</translation>
    </message>
    <message>
        <source>{count} {count|cell|cells} of the draft belong to tenants or indicators not in this period.</source>
        <translation>未保存的数据中有 {count} 格对应的企业或指标不在本期，没有恢复。</translation>
    </message>
    <message>
        <source>Saved {count} {count|cell|cells}.</source>
        <translation>已保存 {count} 格。</translation>
    </message>
    <message>
        <source>Saved {count} {count|cell|cells}. Not saved because of errors: {held} ({cells}).</source>
        <translation>已保存 {count} 格。有误的 {held} 格没有保存：{cells}。</translation>
    </message>
    <message>
        <source>Nothing saved: {count} unsaved {count|cell has|cells have} errors.</source>
        <translation>没有保存：未保存的 {count} 格都有误。</translation>
    </message>
</context>
<context>
    <name>EntryStrips</name>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Use theirs</source>
        <translation>用对方的数</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我填的</translation>
    </message>
    <message>
        <source>View filings</source>
        <translation>查看统计上报</translation>
    </message>
    <message>
        <source>Use the figures of others</source>
        <translation>采用对方的数</translation>
    </message>
</context>
<context>
    <name>EventSheet</name>
    <message>
        <source>Participating tenants</source>
        <translation>参加企业</translation>
    </message>
    <message>
        <source>Other participants</source>
        <translation>其他参加人员</translation>
    </message>
    <message>
        <source>Participants: a name and a number on each line</source>
        <translation>参加人员（每行写一个名称和人次）</translation>
    </message>
</context>
<context>
    <name>Events</name>
    <message>
        <source>Events</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>参加企业数</translation>
    </message>
    <message>
        <source>Attendances</source>
        <translation>参加人次</translation>
    </message>
    <message>
        <source>Try other words, or another year.</source>
        <translation>请换一个关键词，或换一个年份。</translation>
    </message>
    <message>
        <source>No matching events</source>
        <translation>没有符合条件的活动</translation>
    </message>
    <message>
        <source>Roadshows, salons, training, contests: once entered, they count in the event register.</source>
        <translation>路演、沙龙、培训、大赛等，登记后计入活动台账。</translation>
    </message>
    <message>
        <source>No events entered for {year} yet</source>
        <translation>{year} 年还没有登记活动</translation>
    </message>
    <message>
        <source>No events entered yet</source>
        <translation>还没有登记活动</translation>
    </message>
</context>
<context>
    <name>EventsImport</name>
    <message>
        <source>Import events</source>
        <translation>导入活动台账</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xlsm *.xls *.et *.csv)</source>
        <translation>工作簿 (*.xlsx *.xlsm *.xls *.et *.csv)</translation>
    </message>
    <message>
        <source>Reading the workbook</source>
        <translation>正在读取工作簿</translation>
    </message>
    <message>
        <source>&quot;{file}&quot; contains no new events.</source>
        <translation>“{file}”里的活动都已登记过，没有新的。</translation>
    </message>
    <message>
        <source>Events in &quot;{file}&quot;</source>
        <translation>导入“{file}”里的活动</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Importing events</source>
        <translation>正在导入活动</translation>
    </message>
    <message>
        <source>Imported {count} {count|event|events} from {file}</source>
        <translation>已从 {file} 登记活动 {count} 场</translation>
    </message>
</context>
<context>
    <name>EventsPage</name>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Counted in filings by date. Where attendance was not counted, it stays blank, not zero.</source>
        <translation>按举办日期计入报表。没有登记参加人次的活动，人次留空，不按零计。</translation>
    </message>
    <message>
        <source>Title, kind, place</source>
        <translation>名称、类型、地点</translation>
    </message>
    <message>
        <source>Events in {year}</source>
        <translation>{year} 年活动</translation>
    </message>
    <message>
        <source>All events</source>
        <translation>全部活动</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>{year}</source>
        <translation>{year} 年</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>新增活动</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Added {name}</source>
        <translation>已登记“{name}”</translation>
    </message>
    <message>
        <source>Changed {name}</source>
        <translation>已修改“{name}”</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Removed {name}</source>
        <translation>已删除“{name}”</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>{count} {count|event|events}</source>
        <translation>共 {count} 场</translation>
    </message>
    <message>
        <source>{events}, {persons} {persons|attendance|attendances}</source>
        <translation>{events}，{persons} 人次</translation>
    </message>
    <message>
        <source>Removed {count} {count|event|events}</source>
        <translation>已删除 {count} 场活动</translation>
    </message>
</context>
<context>
    <name>EvidenceDeeds</name>
    <message>
        <source>Choose evidence</source>
        <translation>选择佐证材料</translation>
    </message>
    <message>
        <source>Evidence (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.doc *.docx *.xls *.xlsx *.wps *.et *.ofd);;All files (*)</source>
        <translation>佐证材料 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.doc *.docx *.xls *.xlsx *.wps *.et *.ofd);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Attach evidence</source>
        <translation>添加佐证材料</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Attaching evidence</source>
        <translation>正在添加佐证材料</translation>
    </message>
    <message>
        <source>Attached &quot;{file}&quot;.</source>
        <translation>已添加“{file}”。</translation>
    </message>
    <message>
        <source>Removing evidence</source>
        <translation>正在移除佐证材料</translation>
    </message>
    <message>
        <source>Removed &quot;{file}&quot;.</source>
        <translation>已移除“{file}”。</translation>
    </message>
    <message>
        <source>Opening evidence</source>
        <translation>正在打开佐证材料</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>Scope of the evidence</source>
        <translation>佐证的范围</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Kind of evidence</source>
        <translation>佐证材料</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>佐证</translation>
    </message>
    <message>
        <source>Add file</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Go to the cell</source>
        <translation>定位单元格</translation>
    </message>
    <message>
        <source>Create binder</source>
        <translation>装订材料</translation>
    </message>
    <message>
        <source>Build a filing to see which records need evidence and which have it.</source>
        <translation>生成报表后，可查看哪些记录应附佐证、哪些已有。</translation>
    </message>
    <message>
        <source>Nothing built yet</source>
        <translation>尚未生成报表</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>Nothing is missing: every record that needs evidence has it.</source>
        <translation>没有缺件：应附佐证的记录都已有材料。</translation>
    </message>
    <message>
        <source>No record in this filing has a file yet.</source>
        <translation>这份报表的记录还没有附任何文件。</translation>
    </message>
    <message>
        <source>No record behind this cell needs evidence.</source>
        <translation>这个单元格的记录不需要佐证。</translation>
    </message>
    <message>
        <source>{source} (to be checked)</source>
        <translation>{source}（待核实）</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Creating the binder</source>
        <translation>正在装订材料</translation>
    </message>
    <message>
        <source>Zip archive (*.zip)</source>
        <translation>压缩包 (*.zip)</translation>
    </message>
    <message>
        <source>Missing or changed, left out: {names}</source>
        <translation>缺失或被改动，未放入：{names}</translation>
    </message>
    <message>
        <source>Saved as {file}: {files} {files|file|files}, {missing} {missing|document|documents} missing.</source>
        <translation>已保存为 {file}：材料 {files} 份，缺 {missing} 项。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>EvidenceSheet</name>
    <message>
        <source>Evidence for</source>
        <translation>证明哪条记录</translation>
    </message>
    <message>
        <source>Kind of evidence</source>
        <translation>佐证材料</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>This kind of evidence needs a period, for example 2026Q3.</source>
        <translation>这种材料要写明所属的期间，例如 2026Q3。</translation>
    </message>
</context>
<context>
    <name>EvidenceTab</name>
    <message>
        <source>Add file</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Open (Enter)</source>
        <translation>打开 (Enter)</translation>
    </message>
    <message>
        <source>Remove (Del)</source>
        <translation>删除 (Del)</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>佐证</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Kind of evidence</source>
        <translation>佐证材料</translation>
    </message>
    <message>
        <source>Missing evidence</source>
        <translation>缺少的佐证</translation>
    </message>
    <message>
        <source>Add the missing file</source>
        <translation>添加缺少的文件</translation>
    </message>
    <message>
        <source>No file yet: add one, or drop it here.</source>
        <translation>还没有文件：点“添加文件”，或把文件拖到这里。</translation>
    </message>
    <message>
        <source>Nothing is missing.</source>
        <translation>没有缺件。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>Added on</source>
        <translation>添加日期</translation>
    </message>
</context>
<context>
    <name>FamilyTabs</name>
    <message>
        <source>Related pages</source>
        <translation>同组页面</translation>
    </message>
</context>
<context>
    <name>FieldPicker</name>
    <message>
        <source>Find a field</source>
        <translation>查找字段</translation>
    </message>
    <message>
        <source>Name or pinyin initials</source>
        <translation>名称或拼音首字母</translation>
    </message>
</context>
<context>
    <name>FigureCells</name>
    <message>
        <source>blank</source>
        <translation>空</translation>
    </message>
    <message>
        <source>not reported</source>
        <translation>未填报</translation>
    </message>
    <message>
        <source>not saved yet, was {value}</source>
        <translation>未保存，原为 {value}</translation>
    </message>
    <message>
        <source>last period {value}</source>
        <translation>上期 {value}</translation>
    </message>
    <message>
        <source>Not reported</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>With errors</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>已填</translation>
    </message>
</context>
<context>
    <name>FigureHistory</name>
    <message>
        <source>Income and employees by period</source>
        <translation>各期收入与从业人员</translation>
    </message>
</context>
<context>
    <name>FigureSheet</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>FiguresPage</name>
    <message>
        <source>Figures by tenant</source>
        <translation>数据填报表格</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据填报</translation>
    </message>
    <message>
        <source>Name, number, room</source>
        <translation>名称、编号、房间</translation>
    </message>
    <message>
        <source>Reading figures</source>
        <translation>正在读取数据</translation>
    </message>
    <message>
        <source>The figures could not be read</source>
        <translation>数据读取失败</translation>
    </message>
    <message>
        <source>No tenant matches &quot;{text}&quot;</source>
        <translation>没有找到“{text}”</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>All current tenants have reported something</source>
        <translation>入驻企业都已填报</translation>
    </message>
    <message>
        <source>Rows with gaps are marked in the full list.</source>
        <translation>只填了一部分的企业，在全部名单里有标记。</translation>
    </message>
    <message>
        <source>Show all tenants</source>
        <translation>显示全部入驻企业</translation>
    </message>
    <message>
        <source>No current tenants in {period}</source>
        <translation>{period} 没有入驻企业</translation>
    </message>
    <message>
        <source>Choose another period, or enter when tenants moved in.</source>
        <translation>请换一个报告期，或先登记企业的入驻日期。</translation>
    </message>
    <message>
        <source>Indicators to enter</source>
        <translation>填报哪些指标</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>{form} of {period} is frozen (version {version}, {day}).</source>
        <translation>{period} 的{form}已封存（第 {version} 版，{day}）。</translation>
    </message>
    <message>
        <source>Count {count}</source>
        <translation>计数 {count}</translation>
    </message>
    <message>
        <source>Sum {sum}   Average {mean}</source>
        <translation>求和 {sum}   平均 {mean}</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy with headings</source>
        <translation>复制（含标题）</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>向下填充</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Open the tenant</source>
        <translation>打开企业档案</translation>
    </message>
    <message>
        <source>{cause}. {remedy}.</source>
        <translation>{cause}。{remedy}。</translation>
    </message>
    <message>
        <source>{indicator}: {figures}</source>
        <translation>{indicator}：{figures}</translation>
    </message>
    <message>
        <source>Changing its figures requires a reason; the filing lists what has changed since.</source>
        <translation>改动其中的数据须写明原因，封存的申报会列出此后的变动。</translation>
    </message>
    <message>
        <source>{period} has {count} unsaved {count|cell|cells}.</source>
        <translation>{period} 还有 {count} 格没有保存。</translation>
    </message>
    <message>
        <source>Unsaved from last time ({at}): {count} {count|cell|cells}.</source>
        <translation>上次（{at}）有 {count} 格没有保存。</translation>
    </message>
    <message>
        <source>{count} {count|cell was|cells were} changed by {by} meanwhile ({at}); nothing was overwritten.</source>
        <translation>有 {count} 格被 {by} 改过（{at}），没有覆盖。</translation>
    </message>
    <message>
        <source>Filled {count} of {all} {all|cell|cells}</source>
        <translation>已填 {count} / {all} 格</translation>
    </message>
</context>
<context>
    <name>FiguresTab</name>
    <message>
        <source>Period type</source>
        <translation>时期类型</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Correct the selected figure (Enter)</source>
        <translation>更正光标所在的数据 (Enter)</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>年度</translation>
    </message>
    <message>
        <source>Half-years</source>
        <translation>半年</translation>
    </message>
    <message>
        <source>Quarters</source>
        <translation>季度</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月度</translation>
    </message>
    <message>
        <source>No figures yet</source>
        <translation>还没有数据</translation>
    </message>
    <message>
        <source>Import the workbook in which the tenant reports, and its figures are listed here by period.</source>
        <translation>导入企业填报的数据表后，这里会按期列出。</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>{figure}: not reported</source>
        <translation>{figure}：未填报</translation>
    </message>
    <message>
        <source>{figure}: {what}; {by}, {at}</source>
        <translation>{figure}：{what}；{by}，{at}</translation>
    </message>
    <message>
        <source>; row {row} of the file</source>
        <translation>；文件第 {row} 行</translation>
    </message>
</context>
<context>
    <name>FileStep</name>
    <message>
        <source>Choose file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Paste a table</source>
        <translation>粘贴表格</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>最近的文件</translation>
    </message>
    <message>
        <source>Drop a workbook here</source>
        <translation>把表格文件拖到这里</translation>
    </message>
    <message>
        <source>A register of tenants or their figures: .xlsx, .xls, .et, .csv, .ods. Nothing is written yet.</source>
        <translation>企业名册或指标数据：.xlsx、.xls、.et、.csv、.ods 都可以。这一步不会写入任何数据。</translation>
    </message>
    <message>
        <source>Register template</source>
        <translation>企业名册模板</translation>
    </message>
    <message>
        <source>Figures template</source>
        <translation>指标数据模板</translation>
    </message>
    <message>
        <source>Download a template:</source>
        <translation>下载模板：</translation>
    </message>
</context>
<context>
    <name>FilingCover</name>
    <message>
        <source>Reporting unit</source>
        <translation>填报单位</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Record fingerprint</source>
        <translation>记录指纹</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>填报情况</translation>
    </message>
    <message>
        <source>Incomplete reports ({count})</source>
        <translation>没有报齐的（{count}）</translation>
    </message>
    <message>
        <source>The fingerprint is computed from the exact value of every cell, the records behind each figure and the missing reports, not from the date or the layout. The same data has the same fingerprint.</source>
        <translation>记录指纹由每个单元格的准确数值、每个数的来源记录和未报企业算出，与填报日期和版式无关；数据相同，指纹相同。</translation>
    </message>
    <message>
        <source>{period}, version {version}</source>
        <translation>{period} 第 {version} 版</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>填报情况</translation>
    </message>
    <message>
        <source>Explanations of changes against last year</source>
        <translation>同比变动说明</translation>
    </message>
    <message>
        <source>Prepared by</source>
        <translation>填表人</translation>
    </message>
    <message>
        <source>Checked by</source>
        <translation>审核人</translation>
    </message>
    <message>
        <source>Responsible person</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Stamp</source>
        <translation>盖章</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>{percent}%: {reported} of {asked} {asked|figure|figures}</source>
        <translation>{percent}%（应报 {asked}，已报 {reported}）</translation>
    </message>
</context>
<context>
    <name>FilingDeeds</name>
    <message>
        <source>Export the filing</source>
        <translation>导出报表</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx);;Excel 97-2003 workbook (*.xls)</source>
        <translation>Excel 工作簿 (*.xlsx);;Excel 97-2003 工作簿 (*.xls)</translation>
    </message>
    <message>
        <source>Export the frozen filing</source>
        <translation>导出已封存报表</translation>
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
        <source>{form}, {period}: its cells, records and workbook are kept permanently as they are now.</source>
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
    <message>
        <source>Export a filing with errors</source>
        <translation>导出有错误的报表</translation>
    </message>
    <message>
        <source>Export anyway</source>
        <translation>仍要导出</translation>
    </message>
    <message>
        <source>Saved as {file}; the explanation of changes is saved beside it.</source>
        <translation>已保存为 {file}，同比变动说明另存在旁边。</translation>
    </message>
    <message>
        <source>The checks found {count} {count|error|errors}. The exported workbook will contain them as they are.</source>
        <translation>校验发现 {count} 处错误，导出的文件会原样带着这些错误。</translation>
    </message>
</context>
<context>
    <name>FilingStates</name>
    <message>
        <source>Errors {count}</source>
        <translation>有误 {count}</translation>
    </message>
    <message>
        <source>To explain {count}</source>
        <translation>待说明 {count}</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Not built</source>
        <translation>未生成</translation>
    </message>
    <message>
        <source>Frozen v{version}</source>
        <translation>已封存 v{version}</translation>
    </message>
    <message>
        <source>Frozen on {day} by {user}. Later changes can only be filed as a new version.</source>
        <translation>{user} 于 {day} 封存。此后如有变动，只能另存为新版本。</translation>
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
        <source>Filings</source>
        <translation>统计上报</translation>
    </message>
    <message>
        <source>Forms and periods</source>
        <translation>报表与报告期</translation>
    </message>
    <message>
        <source>Find in this filing</source>
        <translation>在本表中查找</translation>
    </message>
    <message>
        <source>For {authority}.</source>
        <translation>报送至：{authority}。</translation>
    </message>
    <message>
        <source>A generic layout is used until the authority&apos;s blank form is loaded.</source>
        <translation>主管部门正式表样载入前，采用通用版式。</translation>
    </message>
    <message>
        <source>Choose a period and build the filing</source>
        <translation>选择报告期，生成报表</translation>
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
        <source>Errors: {errors}   Warnings: {warnings}</source>
        <translation>错误 {errors} 项   警告 {warnings} 项</translation>
    </message>
    <message>
        <source>The records have changed; build again to update the filing.</source>
        <translation>数据已有改动，请重新生成。</translation>
    </message>
    <message>
        <source>Opening the frozen filing</source>
        <translation>正在打开已封存的报表</translation>
    </message>
    <message>
        <source>{form}, {period}, as filed. Select a check to return.</source>
        <translation>{form} {period}（封存时的样子）。点一条校验即返回。</translation>
    </message>
    <message>
        <source>Built for {period}: {cells} {cells|cell|cells} from current records</source>
        <translation>已按当前数据生成 {period} 报表，共 {cells} 个单元格</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Stages and views</source>
        <translation>阶段与视图</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Views and columns</source>
        <translation>视图与列</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Several stages</source>
        <translation>多个阶段</translation>
    </message>
    <message>
        <source>Filter list</source>
        <translation>筛选列表</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Save as a view…</source>
        <translation>保存为视图…</translation>
    </message>
    <message>
        <source>Rename this view…</source>
        <translation>重命名此视图…</translation>
    </message>
    <message>
        <source>Remove this view</source>
        <translation>删除此视图</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>选择列…</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>恢复默认列</translation>
    </message>
    <message>
        <source>Save as a view</source>
        <translation>保存为视图</translation>
    </message>
    <message>
        <source>Search, filter, sort order and columns are saved under this name.</source>
        <translation>搜索、筛选、排序和列都保存在这个名称下。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Rename the view</source>
        <translation>重命名视图</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>The view &quot;{name}&quot; has been removed.</source>
        <translation>视图“{name}”已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The view &quot;{name}&quot; has been replaced.</source>
        <translation>视图“{name}”已被替换。</translation>
    </message>
</context>
<context>
    <name>FilterSheet</name>
    <message>
        <source>Reported figures</source>
        <translation>数据填报</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Has reported</source>
        <translation>填报过数据</translation>
    </message>
    <message>
        <source>Never reported</source>
        <translation>从未填报</translation>
    </message>
    <message>
        <source>Moved in from</source>
        <translation>入驻日期从</translation>
    </message>
    <message>
        <source>Moved in until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Technology field</source>
        <translation>技术领域</translation>
    </message>
    <message>
        <source>Industry</source>
        <translation>行业分类</translation>
    </message>
    <message>
        <source>The end date is before the start date.</source>
        <translation>结束日期早于开始日期。</translation>
    </message>
    <message>
        <source>This is not a date.</source>
        <translation>不是日期，请写成 年-月-日。</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>&quot;{text}&quot; is not in this filing</source>
        <translation>本表中没有“{text}”</translation>
    </message>
    <message>
        <source>&quot;{text}&quot;: {number} of {count}</source>
        <translation>“{text}”：第 {number} 处，共 {count} 处</translation>
    </message>
</context>
<context>
    <name>FindingDelegate</name>
    <message>
        <source>Explained</source>
        <translation>已说明</translation>
    </message>
    <message>
        <source>Needs an explanation</source>
        <translation>需说明</translation>
    </message>
</context>
<context>
    <name>FoldedLane</name>
    <message>
        <source>{title}, {count}; press to expand</source>
        <translation>{title}，{count} 家；按 Enter 展开</translation>
    </message>
    <message>
        <source>Expand {title} ({count})</source>
        <translation>展开“{title}”（{count}）</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Cancel the task</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>{task} and {count} more</source>
        <translation>{task}，另有 {count} 项</translation>
    </message>
    <message>
        <source>Show all tasks</source>
        <translation>显示全部任务</translation>
    </message>
    <message>
        <source>{task} {done} of {total}</source>
        <translation>{task} {done}/{total}</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Unsaved changes</source>
        <translation>上次未保存的修改</translation>
    </message>
    <message>
        <source>Values read from a file</source>
        <translation>从文件读入的数据</translation>
    </message>
    <message>
        <source>This is required.</source>
        <translation>必填。</translation>
    </message>
    <message>
        <source>This must be later than &quot;{field}&quot; ({day}).</source>
        <translation>应晚于“{field}”（{day}）。</translation>
    </message>
</context>
<context>
    <name>FormDeeds</name>
    <message>
        <source>Open an authority&apos;s blank form</source>
        <translation>打开主管部门的空白表</translation>
    </message>
    <message>
        <source>{form}, edition {year}</source>
        <translation>{form}（{year} 年版）</translation>
    </message>
    <message>
        <source>Open the new blank form</source>
        <translation>打开新一年的空白表</translation>
    </message>
    <message>
        <source>{form}, {old} → {file}</source>
        <translation>{form}（{old} 年版）→ {file}</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xlsm *.xls *.et)</source>
        <translation>工作簿 (*.xlsx *.xlsm *.xls *.et)</translation>
    </message>
    <message>
        <source>Reading the blank form</source>
        <translation>正在读取空白表</translation>
    </message>
    <message>
        <source>A blank workbook</source>
        <translation>空白表</translation>
    </message>
    <message>
        <source>What is {file}?</source>
        <translation>“{file}”是什么表？</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>It will appear in Filings, to be filled, checked and frozen like the others.</source>
        <translation>存好后出现在统计上报里，和其他报表一样填报、校验、封存。</translation>
    </message>
    <message>
        <source>Save as form</source>
        <translation>存为报表</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saving the form</source>
        <translation>正在保存报表</translation>
    </message>
    <message>
        <source>{form}, edition {year}, has been saved to your forms.</source>
        <translation>“{form}”{year} 年版已存为报表。</translation>
    </message>
    <message>
        <source>Add a shared form</source>
        <translation>导入报表包</translation>
    </message>
    <message>
        <source>Packed forms (*.crmform);;Form descriptions (form.toml)</source>
        <translation>报表包 (*.crmform);;报表说明 (form.toml)</translation>
    </message>
    <message>
        <source>Adding the form</source>
        <translation>正在导入报表包</translation>
    </message>
    <message>
        <source>{form}, edition {year}, has been added.</source>
        <translation>“{form}”{year} 年版已收下。</translation>
    </message>
    <message>
        <source>Go to filings</source>
        <translation>去统计上报</translation>
    </message>
    <message>
        <source>A form with this code and year already exists</source>
        <translation>已有同代码、同年度的报表</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Packing the form</source>
        <translation>正在打包报表</translation>
    </message>
    <message>
        <source>Share the form as one file</source>
        <translation>把报表导出为一个文件</translation>
    </message>
    <message>
        <source>Packed form (*.crmform)</source>
        <translation>报表包 (*.crmform)</translation>
    </message>
    <message>
        <source>{form}, edition {year}, has been archived.</source>
        <translation>“{form}”{year} 年版已移走。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Archiving the form</source>
        <translation>正在移走报表</translation>
    </message>
    <message>
        <source>Restoring the form</source>
        <translation>正在恢复报表</translation>
    </message>
    <message>
        <source>{count} {count|place is|places are} undecided and will stay empty.</source>
        <translation>还有 {count} 处待定，暂不填。</translation>
    </message>
</context>
<context>
    <name>FormList</name>
    <message>
        <source>Form</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>报送对象</translation>
    </message>
    <message>
        <source>Edition</source>
        <translation>年版</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>Drop an authority&apos;s blank workbook here to create a form, or to align a form with its new edition.</source>
        <translation>把主管部门的空白表拖到这里，可新建报表，或与上年的报表对齐。</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>自建</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>系统内置</translation>
    </message>
    <message>
        <source>Template differs</source>
        <translation>模板不符</translation>
    </message>
    <message>
        <source>Unverified</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已核实</translation>
    </message>
    <message>
        <source>The forms could not be read</source>
        <translation>报表读取失败</translation>
    </message>
</context>
<context>
    <name>FormLists</name>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>No longer required</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Text without a place</source>
        <translation>文字无处可放</translation>
    </message>
    <message>
        <source>Check omitted</source>
        <translation>略去的校验</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>Use theirs</source>
        <translation>用对方的</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>{by} changed this to &quot;{now}&quot; ({at}).</source>
        <translation>{by} 已改为“{now}”（{at}）。</translation>
    </message>
</context>
<context>
    <name>FormSheet</name>
    <message>
        <source>Sheet of the form</source>
        <translation>表样</translation>
    </message>
    <message>
        <source>{fault}. {remedy}</source>
        <translation>{fault}。{remedy}</translation>
    </message>
</context>
<context>
    <name>FormTexts</name>
    <message>
        <source>Bound</source>
        <translation>已对应</translation>
    </message>
    <message>
        <source>Set by you</source>
        <translation>人工指定</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>待确认</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>Left empty</source>
        <translation>不填</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>移位</translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Code changed</source>
        <translation>换代码</translation>
    </message>
    <message>
        <source>Unit changed</source>
        <translation>换单位</translation>
    </message>
    <message>
        <source>Monthly</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>Quarterly</source>
        <translation>每季</translation>
    </message>
    <message>
        <source>Half-yearly</source>
        <translation>每半年</translation>
    </message>
    <message>
        <source>Annual</source>
        <translation>每年</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Date prepared</source>
        <translation>填报日期</translation>
    </message>
    <message>
        <source>Opened on</source>
        <translation>成立日期</translation>
    </message>
    <message>
        <source>Reporting period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Last day of the period</source>
        <translation>期末日期</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Prepared by</source>
        <translation>填表人</translation>
    </message>
    <message>
        <source>Reporting unit</source>
        <translation>填报单位</translation>
    </message>
    <message>
        <source>Responsible person</source>
        <translation>单位负责人</translation>
    </message>
    <message>
        <source>Reviewed by</source>
        <translation>审核人</translation>
    </message>
    <message>
        <source>Incubator</source>
        <translation>孵化器名称</translation>
    </message>
    <message>
        <source>Unit of money</source>
        <translation>金额单位</translation>
    </message>
    <message>
        <source>Row numbers</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Leave empty</source>
        <translation>不填</translation>
    </message>
    <message>
        <source>Signature: {name}</source>
        <translation>签名：{name}</translation>
    </message>
    <message>
        <source>Text: {name}</source>
        <translation>文字：{name}</translation>
    </message>
    <message>
        <source>Custom text</source>
        <translation>自定义文字</translation>
    </message>
    <message>
        <source>A total and its parts</source>
        <translation>合计与分项</translation>
    </message>
    <message>
        <source>A part and its whole</source>
        <translation>“其中”不大于总项</translation>
    </message>
    <message>
        <source>A formula in the form</source>
        <translation>表内公式</translation>
    </message>
    <message>
        <source>Required by the form</source>
        <translation>表上标明必填</translation>
    </message>
    <message>
        <source>Known relation</source>
        <translation>已知的审核关系</translation>
    </message>
    <message>
        <source>Carried over</source>
        <translation>沿用上年</translation>
    </message>
    <message>
        <source>Quarters of the year</source>
        <translation>各季度</translation>
    </message>
    <message>
        <source>Months of the year</source>
        <translation>各月份</translation>
    </message>
    <message>
        <source>Quarter {number}</source>
        <translation>第{number}季度</translation>
    </message>
    <message>
        <source>Month {number}</source>
        <translation>{number}月</translation>
    </message>
    <message>
        <source>All other groups</source>
        <translation>其余各组</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>未登记</translation>
    </message>
    <message>
        <source>Custom check</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>As in last year&apos;s form</source>
        <translation>沿用上年表的范围</translation>
    </message>
</context>
<context>
    <name>Forms</name>
    <message>
        <source>blank</source>
        <translation>空</translation>
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
        <source>A credit code has 18 characters. You can still save it.</source>
        <translation>统一社会信用代码应为 18 位；仍可保存。</translation>
    </message>
    <message>
        <source>Contains characters that no credit code has. You can still save it.</source>
        <translation>含有代码中不会出现的字符；仍可保存。</translation>
    </message>
    <message>
        <source>The check character does not match. You can still save it.</source>
        <translation>校验位不符，请核对；仍可保存。</translation>
    </message>
    <message>
        <source>An ID number has 18 characters. You can still save it.</source>
        <translation>身份证号应为 18 位；仍可保存。</translation>
    </message>
    <message>
        <source>Contains characters that no ID number has. You can still save it.</source>
        <translation>含有身份证号中不会出现的字符；仍可保存。</translation>
    </message>
    <message>
        <source>It contains an invalid date or county. You can still save it.</source>
        <translation>其中的日期或地区不存在；仍可保存。</translation>
    </message>
    <message>
        <source>This does not look like a phone number. You can still save it.</source>
        <translation>不像电话号码，请核对；仍可保存。</translation>
    </message>
    <message>
        <source>This does not look like an e-mail address. You can still save it.</source>
        <translation>不像邮箱地址，请核对；仍可保存。</translation>
    </message>
</context>
<context>
    <name>FormsPage</name>
    <message>
        <source>Form templates</source>
        <translation>报表模板</translation>
    </message>
    <message>
        <source>Forms: {count}   Your own: {own}</source>
        <translation>报表 {count} 张   自建 {own} 张</translation>
    </message>
    <message>
        <source>Your bindings for {file} have not been saved as a form.</source>
        <translation>“{file}”的对应还没有存为报表。</translation>
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
        <source>Explain why it is frozen as it is.</source>
        <translation>请说明为何按现状封存。</translation>
    </message>
    <message>
        <source>It has not been approved yet. It can be frozen unapproved, and this will be recorded with it.</source>
        <translation>这张报表还没有批准。未经批准也能封存，但会一直注明。</translation>
    </message>
    <message>
        <source>It amends version {version}: {count} {count|cell differs|cells differ}. Explain what was corrected and why.</source>
        <translation>更正第 {version} 版，有 {count} 个单元格不同。请写明改了什么、为什么改。</translation>
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
        <source>Freezing keeps a filing permanently, with every record behind every figure.</source>
        <translation>封存后，报表连同每个数字的来源记录永久保存。</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>再次导出</translation>
    </message>
    <message>
        <source>Print preview</source>
        <translation>打印预览</translation>
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
        <source>Nothing has changed since: the same filing would result today.</source>
        <translation>封存后无变化：今天上报结果相同。</translation>
    </message>
    <message>
        <source>The frozen filings could not be read</source>
        <translation>无法读取已封存报表</translation>
    </message>
    <message>
        <source>Comparing with current records…</source>
        <translation>正在与当前数据比对…</translation>
    </message>
    <message>
        <source>Compare with version {version}</source>
        <translation>与第 {version} 版比较</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>第 {version} 版</translation>
    </message>
    <message>
        <source>Nothing left to decide.</source>
        <translation>没有待处理的变动。</translation>
    </message>
    <message>
        <source>Reason for not correcting</source>
        <translation>不更正的原因</translation>
    </message>
    <message>
        <source>Explain why it is not corrected.</source>
        <translation>请写明为什么不更正。</translation>
    </message>
    <message>
        <source>Carry forward to the next period</source>
        <translation>结转下期</translation>
    </message>
    <message>
        <source>Carry forward</source>
        <translation>结转</translation>
    </message>
    <message>
        <source>Carrying forward</source>
        <translation>正在结转</translation>
    </message>
    <message>
        <source>{changed}; {count} more differ only in records or rounding</source>
        <translation>{changed}；另有 {count} 个仅来源记录或舍入不同</translation>
    </message>
    <message>
        <source>Changed since: {count} {count|cell|cells}</source>
        <translation>封存后有 {count} 个单元格发生变化</translation>
    </message>
    <message>
        <source>From version {before} to version {after}: {count} {count|cell|cells}</source>
        <translation>第 {before} 版到第 {after} 版：{count} 个单元格不同</translation>
    </message>
    <message>
        <source>{count} {count|cell stays|cells stay} as filed. The checks of the next period will mention it.</source>
        <translation>{count} 个单元格维持上报值不改，下期报表的校验里会列出说明。</translation>
    </message>
    <message>
        <source>{count} {count|cell is|cells are} carried forward to the next period.</source>
        <translation>{count} 个单元格的差异已结转下期。</translation>
    </message>
</context>
<context>
    <name>GridDeeds</name>
    <message>
        <source>Pasting</source>
        <translation>正在粘贴</translation>
    </message>
    <message>
        <source>outside the table: {count}</source>
        <translation>超出表格 {count} 格</translation>
    </message>
    <message>
        <source>on names, which cannot be overwritten: {count}</source>
        <translation>落在名称列 {count} 格</translation>
    </message>
    <message>
        <source>of tenants not shown here: {count}</source>
        <translation>找不到对应企业 {count} 格</translation>
    </message>
    <message>
        <source>No blank cell here has a figure from the last period.</source>
        <translation>这里没有上期有数、本期为空的格。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All tenants shown here have reported everything.</source>
        <translation>这里的企业都已填齐。</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>企业名称</translation>
    </message>
    <message>
        <source>Not reported</source>
        <translation>未填报的指标</translation>
    </message>
    <message>
        <source>Paste {count} {count|cell|cells}</source>
        <translation>粘贴 {count} 格</translation>
    </message>
    <message>
        <source>Pasted {count} {count|cell|cells}, left out {skipped}.</source>
        <translation>已粘贴 {count} 格，跳过 {skipped} 格。</translation>
    </message>
    <message>
        <source>Copied {count} {count|cell|cells}.</source>
        <translation>已复制 {count} 格。</translation>
    </message>
    <message>
        <source>Clear {count} {count|cell|cells}</source>
        <translation>清空 {count} 格</translation>
    </message>
    <message>
        <source>Fill {count} {count|cell|cells} down</source>
        <translation>向下填充 {count} 格</translation>
    </message>
    <message>
        <source>Fill {count} {count|cell|cells} from the last period</source>
        <translation>复制上期 {count} 格</translation>
    </message>
    <message>
        <source>Filled {count} blank {count|cell|cells} from the last period. Not saved yet; check them first.</source>
        <translation>已按上期填入 {count} 个空格，还没有保存，请先核对。</translation>
    </message>
    <message>
        <source>Copied {count} {count|tenant|tenants} with missing figures.</source>
        <translation>已复制 {count} 家没有填齐的企业。</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Undo: {step}</source>
        <translation>撤销：{step}</translation>
    </message>
    <message>
        <source>Redo: {step}</source>
        <translation>重做：{step}</translation>
    </message>
</context>
<context>
    <name>HeaderStep</name>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Header rows</source>
        <translation>表头行数</translation>
    </message>
    <message>
        <source>The sheet as in the file</source>
        <translation>文件里的原样</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Register of tenants</source>
        <translation>企业名册</translation>
    </message>
    <message>
        <source>Figures for a period</source>
        <translation>指标数据</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>As stated in the file</source>
        <translation>按文件所写</translation>
    </message>
    <message>
        <source>No header row was found. Click the row with the column names.</source>
        <translation>没有找到表头。请点击写有列名的那一行。</translation>
    </message>
    <message>
        <source>Detected: figures for a period</source>
        <translation>识别为：指标数据</translation>
    </message>
    <message>
        <source>Detected: register of tenants</source>
        <translation>识别为：企业名册</translation>
    </message>
    <message>
        <source>Detected: {period}</source>
        <translation>识别为：{period}</translation>
    </message>
    <message>
        <source>As stated in each row</source>
        <translation>按各行所写</translation>
    </message>
    <message>
        <source>Header: row {first}</source>
        <translation>表头：第 {first} 行</translation>
    </message>
    <message>
        <source>Header: rows {first} to {last}</source>
        <translation>表头：第 {first}–{last} 行</translation>
    </message>
    <message>
        <source>set by you</source>
        <translation>人工指定</translation>
    </message>
    <message>
        <source>detected, confidence {sure}</source>
        <translation>自动识别，可信度 {sure}</translation>
    </message>
    <message>
        <source>Click another row, or press Enter on it, to make it the header.</source>
        <translation>如果不对，点击正确的那一行，或移到那一行按 Enter。</translation>
    </message>
    <message>
        <source>{place} ({how}) · {below}. {hint}</source>
        <translation>{place}（{how}），{below}。{hint}</translation>
    </message>
    <message>
        <source>{sheet}: {rows} {rows|row|rows}, {columns} {columns|column|columns}</source>
        <translation>{sheet}（{rows} 行 × {columns} 列）</translation>
    </message>
    <message>
        <source>{count} {count|row|rows}</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>{count} {count|row|rows} below it</source>
        <translation>下面有 {count} 行</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Close the help</source>
        <translation>关闭帮助</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>全部快捷键</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Time and user</source>
        <translation>时间与操作人</translation>
    </message>
    <message>
        <source>History</source>
        <translation>操作历史</translation>
    </message>
    <message>
        <source>Action, name or file</source>
        <translation>操作内容、企业名称、文件名</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>近 30 天</translation>
    </message>
    <message>
        <source>Operations: {count}</source>
        <translation>共 {count} 项操作</translation>
    </message>
</context>
<context>
    <name>ImportBlank</name>
    <message>
        <source>register</source>
        <translation>企业名册</translation>
    </message>
    <message>
        <source>figures</source>
        <translation>指标数据</translation>
    </message>
    <message>
        <source>template_{name}.xlsx</source>
        <translation>{name}模板.xlsx</translation>
    </message>
    <message>
        <source>Saving {file}</source>
        <translation>正在保存 {file}</translation>
    </message>
    <message>
        <source>Save the template</source>
        <translation>保存模板</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
</context>
<context>
    <name>ImportSummary</name>
    <message>
        <source>Rows in the file</source>
        <translation>文件行数</translation>
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
        <source>Unchanged</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Everything is as it was before the import.</source>
        <translation>数据已恢复到导入之前的样子。</translation>
    </message>
    <message>
        <source>Written in {seconds} s as operation {number}.</source>
        <translation>用时 {seconds} 秒，操作编号 {number}，可随时在历史里查看。</translation>
    </message>
    <message>
        <source>Notes: {count}.</source>
        <translation>共有 {count} 条提示。</translation>
    </message>
    <message>
        <source>Rejected rows were not written; export them, fix them and import them again.</source>
        <translation>有误的行没有写入；可导出后改正，再导入一次。</translation>
    </message>
</context>
<context>
    <name>ImportsFrame</name>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import {count} {count|row|rows}</source>
        <translation>导入 {count} 行</translation>
    </message>
    <message>
        <source>There is nothing to write: all rows are unchanged or rejected.</source>
        <translation>没有可写入的内容：都已是最新，或有误。</translation>
    </message>
    <message>
        <source>{count} {count|row is|rows are} rejected, so nothing would be written.</source>
        <translation>有 {count} 行有误，按“全部或不导入”不会写入。</translation>
    </message>
    <message>
        <source>Nothing has been written yet. The whole import can be undone in one step.</source>
        <translation>还没有写入任何数据。导入后可以一步全部撤销。</translation>
    </message>
    <message>
        <source>{new} new, {updated} updated, {refused} rejected</source>
        <translation>新增 {new}，更新 {updated}，有误 {refused}</translation>
    </message>
    <message>
        <source>Nothing to write</source>
        <translation>没有可写入的内容</translation>
    </message>
</context>
<context>
    <name>ImportsPage</name>
    <message>
        <source>Choose a workbook</source>
        <translation>选择表格文件</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>正在读取 {file}</translation>
    </message>
    <message>
        <source>The file could not be read</source>
        <translation>无法读取文件</translation>
    </message>
    <message>
        <source>Imported {file}: {new} new, {updated} updated.</source>
        <translation>已导入 {file}：新增 {new} 家，更新 {updated} 家。</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xls *.et *.csv *.xlsm *.xlsb *.ods *.txt *.tsv)</source>
        <translation>表格文件 (*.xlsx *.xls *.et *.csv *.xlsm *.xlsb *.ods *.txt *.tsv)</translation>
    </message>
    <message>
        <source>There is no table on the clipboard.</source>
        <translation>剪贴板里没有表格。</translation>
    </message>
    <message>
        <source>Select the rows with their headings in Excel or WPS and copy them first.</source>
        <translation>请先在 Excel 或 WPS 里选中带列名的区域并复制。</translation>
    </message>
    <message>
        <source>pasted table</source>
        <translation>粘贴的表格</translation>
    </message>
    <message>
        <source>Checking {file}</source>
        <translation>正在检查 {file}</translation>
    </message>
    <message>
        <source>New from {file}</source>
        <translation>从 {file} 新增</translation>
    </message>
    <message>
        <source>Correct and import</source>
        <translation>更正并导入</translation>
    </message>
    <message>
        <source>Checking {done} of {total} {total|row|rows}</source>
        <translation>正在检查 {done}/{total} 行</translation>
    </message>
    <message>
        <source>Importing {count} {count|row|rows}</source>
        <translation>正在导入 {count} 行</translation>
    </message>
    <message>
        <source>Writing {done} of {total} {total|row|rows}</source>
        <translation>正在写入 {done}/{total} 行</translation>
    </message>
</context>
<context>
    <name>IndicatorSheet</name>
    <message>
        <source>Indicators</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Required by the forms</source>
        <translation>报表要求的指标</translation>
    </message>
    <message>
        <source>Choose at least one indicator.</source>
        <translation>至少选择一个指标。</translation>
    </message>
</context>
<context>
    <name>JournalTab</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修改后</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>修改前后</translation>
    </message>
    <message>
        <source>Undo this</source>
        <translation>撤销此操作</translation>
    </message>
    <message>
        <source>{what} (undone)</source>
        <translation>{what}（已撤销）</translation>
    </message>
    <message>
        <source>No changes recorded for this tenant yet</source>
        <translation>还没有这家企业的操作记录</translation>
    </message>
    <message>
        <source>Records changed for this tenant: {count}</source>
        <translation>涉及本企业 {count} 条记录</translation>
    </message>
    <message>
        <source>{shown} of {count} {count|record|records} changed for this tenant</source>
        <translation>涉及本企业 {count} 条记录，显示前 {shown} 条</translation>
    </message>
    <message>
        <source>The journal could not be read</source>
        <translation>无法读取日志</translation>
    </message>
</context>
<context>
    <name>KeyFigures</name>
    <message>
        <source>unchanged</source>
        <translation>持平</translation>
    </message>
    <message>
        <source>never reported</source>
        <translation>从未填报</translation>
    </message>
    <message>
        <source>{period} vs {earlier}</source>
        <translation>{period} 较 {earlier}</translation>
    </message>
    <message>
        <source>Area (m²)</source>
        <translation>占用面积（m²）</translation>
    </message>
    <message>
        <source>moved in on {day}</source>
        <translation>{day} 入驻</translation>
    </message>
    <message>
        <source>granted this year: {count}</source>
        <translation>本年授权 {count} 件</translation>
    </message>
    <message>
        <source>Valid IP rights</source>
        <translation>有效知识产权（件）</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>{year}</source>
        <translation>{year} 年</translation>
    </message>
    <message>
        <source>{year}H{index}</source>
        <translation>{year}H{index}</translation>
    </message>
    <message>
        <source>{year}Q{index}</source>
        <translation>{year}Q{index}</translation>
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
        <source>days</source>
        <translation>天</translation>
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
    <message>
        <source>pieces</source>
        <translation>个</translation>
    </message>
    <message>
        <source>{name} ({unit})</source>
        <translation>{name}（{unit}）</translation>
    </message>
    <message>
        <source>universities</source>
        <translation>所</translation>
    </message>
</context>
<context>
    <name>LaneView</name>
    <message>
        <source>No tenants</source>
        <translation>暂无企业</translation>
    </message>
    <message>
        <source>Collapse {title}</source>
        <translation>折叠“{title}”</translation>
    </message>
    <message>
        <source>{title}, {count} {count|tenant|tenants}</source>
        <translation>{title}，{count} 家企业</translation>
    </message>
</context>
<context>
    <name>LeaveDialog</name>
    <message>
        <source>Unsaved changes</source>
        <translation>还没有保存</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Don&apos;t save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>LimitDeeds</name>
    <message>
        <source>Limits</source>
        <translation>期限与条件</translation>
    </message>
    <message>
        <source>Saved as your own value; the built-in one is kept. It applies throughout: to-do list, rehearsal and figure entry.</source>
        <translation>改动另存为本单位的数，原件不变；待办、预演、填报提醒都按新的数。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Changed: {name}</source>
        <translation>已修改：{name}</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has been reset to the built-in value</source>
        <translation>“{name}”已恢复原件</translation>
    </message>
    <message>
        <source>Verified against its source</source>
        <translation>已在来源中核实</translation>
    </message>
    <message>
        <source>Source: document, address or page</source>
        <translation>来源：文号、网址或页码</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>没有变动。</translation>
    </message>
    <message>
        <source>Saving the limits</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Undone: {step}</source>
        <translation>已撤销：{step}</translation>
    </message>
</context>
<context>
    <name>ListView</name>
    <message>
        <source>The list could not be read</source>
        <translation>列表读取失败</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>Lists</name>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>as of {day}</source>
        <translation>截至 {day}</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Export the {count} {count|row|rows} selected</source>
        <translation>导出所选 {count} 行</translation>
    </message>
    <message>
        <source>Export the {count} {count|row|rows} shown</source>
        <translation>导出当前 {count} 行</translation>
    </message>
    <message>
        <source>{count} {count|row|rows} selected</source>
        <translation>所选 {count} 行</translation>
    </message>
</context>
<context>
    <name>LookSection</name>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Row height</source>
        <translation>行高</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Changes apply at once and are saved.</source>
        <translation>更改立即生效并自动保存。</translation>
    </message>
    <message>
        <source>In all lists</source>
        <translation>用于所有列表</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>界面语言</translation>
    </message>
    <message>
        <source>No restart needed</source>
        <translation>无需重启程序</translation>
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
        <source>Follow system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>宽松</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Still saving; the window will close when this is done.</source>
        <translation>正在写入，完成后自动关闭窗口。</translation>
    </message>
</context>
<context>
    <name>MatrixSheet</name>
    <message>
        <source>Rows represent</source>
        <translation>各行表示</translation>
    </message>
    <message>
        <source>Columns represent</source>
        <translation>各列表示</translation>
    </message>
    <message>
        <source>As their labels say</source>
        <translation>按表上文字</translation>
    </message>
    <message>
        <source>Every cell contains</source>
        <translation>各格填报</translation>
    </message>
    <message>
        <source>As its labels say</source>
        <translation>按表上文字</translation>
    </message>
    <message>
        <source>Every cell contains: {what}</source>
        <translation>各格填报：{what}</translation>
    </message>
    <message>
        <source>Cells to be filled: {count}</source>
        <translation>待填 {count} 格</translation>
    </message>
    <message>
        <source>Known: {names}</source>
        <translation>已识别：{names}</translation>
    </message>
    <message>
        <source>To be assigned: {names}</source>
        <translation>待指定：{names}</translation>
    </message>
    <message>
        <source> …</source>
        <translation>等</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>NameBox</name>
    <message>
        <source>Address</source>
        <translation>单元格地址</translation>
    </message>
</context>
<context>
    <name>NameSheet</name>
    <message>
        <source>Name of the view</source>
        <translation>视图名称</translation>
    </message>
    <message>
        <source>Enter a name for the view.</source>
        <translation>请填写视图名称。</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Name of the form</source>
        <translation>报表名称</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>报送对象</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Edition (year)</source>
        <translation>年版</translation>
    </message>
    <message>
        <source>Enter the name of the form.</source>
        <translation>请填写报表名称。</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and hyphens, such as zone-monthly.</source>
        <translation>小写英文字母、数字和短横，如 zone-monthly。</translation>
    </message>
    <message>
        <source>A year, such as 2026.</source>
        <translation>四位年份，如 2026。</translation>
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
        <source>Enter the name of the tenant.</source>
        <translation>请填写企业名称。</translation>
    </message>
    <message>
        <source>This is not a valid 18-character code.</source>
        <translation>不是有效的 18 位统一社会信用代码。</translation>
    </message>
</context>
<context>
    <name>NotesTab</name>
    <message>
        <source>Notes</source>
        <translation>跟进</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>By</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Follow up on</source>
        <translation>再跟进</translation>
    </message>
    <message>
        <source>Done on</source>
        <translation>办结日期</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Edit (Enter)</source>
        <translation>编辑 (Enter)</translation>
    </message>
    <message>
        <source>Remove (Del)</source>
        <translation>删除 (Del)</translation>
    </message>
    <message>
        <source>{day} overdue</source>
        <translation>{day} 逾期</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
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
    <name>OperationSource</name>
    <message>
        <source>Operations</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作内容</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Rows written</source>
        <translation>涉及记录数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>No operations yet</source>
        <translation>还没有任何操作</translation>
    </message>
    <message>
        <source>Every import, change and filing is listed here, with what it changed.</source>
        <translation>每次导入、修改和上报都会记录在这里，并保留改动前后的内容。</translation>
    </message>
    <message>
        <source>No matching operations</source>
        <translation>没有符合条件的操作</translation>
    </message>
    <message>
        <source>Try other words, or clear the filter.</source>
        <translation>请换一个关键词，或清除筛选。</translation>
    </message>
</context>
<context>
    <name>Operator</name>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Figures of the incubator</source>
        <translation>孵化器数据</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>导出数据</translation>
    </message>
    <message>
        <source>Income, costs and taxes</source>
        <translation>收入、成本与税金</translation>
    </message>
    <message>
        <source>Grants and the incubation fund</source>
        <translation>财政资助与孵化基金</translation>
    </message>
    <message>
        <source>Investment and assets</source>
        <translation>投资与资产</translation>
    </message>
    <message>
        <source>Services, teams and cooperation</source>
        <translation>服务、团队与合作</translation>
    </message>
    <message>
        <source>Own figures for {period}</source>
        <translation>{period}孵化器数据</translation>
    </message>
    <message>
        <source>Restored {count} unsaved {count|figure|figures} from {at}; not saved yet.</source>
        <translation>已恢复 {at} 填写的 {count} 项数据，尚未保存。</translation>
    </message>
</context>
<context>
    <name>OperatorImport</name>
    <message>
        <source>Import own figures for {period}</source>
        <translation>导入{period}孵化器数据</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xlsm *.xls *.et *.csv)</source>
        <translation>工作簿 (*.xlsx *.xlsm *.xls *.et *.csv)</translation>
    </message>
    <message>
        <source>Reading the workbook</source>
        <translation>正在读取工作簿</translation>
    </message>
    <message>
        <source>Skipped: {count}. {first}</source>
        <translation>未读入 {count} 项。{first}</translation>
    </message>
    <message>
        <source>Read {count} {count|figure|figures} from &quot;{sheet}&quot; in {file}: {other} {other|differs|differ} from before; not saved yet.</source>
        <translation>从{file}的“{sheet}”读入 {count} 项，其中 {other} 项与原来不同，尚未保存。</translation>
    </message>
</context>
<context>
    <name>OperatorPage</name>
    <message>
        <source>Period</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>Blank is not zero. A year left blank is totalled from its quarters and months.</source>
        <translation>空白不等于零。年度空着的，由各季、各月合计。</translation>
    </message>
    <message>
        <source>Figures of the incubator itself</source>
        <translation>孵化器自身数据</translation>
    </message>
    <message>
        <source>The incubator&apos;s figures could not be read</source>
        <translation>无法读取孵化器数据</translation>
    </message>
    <message>
        <source>The incubator has not been set up yet</source>
        <translation>还没有登记孵化器</translation>
    </message>
    <message>
        <source>Enter its name and operator first; then you can enter its figures.</source>
        <translation>先登记名称和运营单位，再填写它的数据。</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>total: {amount}</source>
        <translation>合计 {amount}</translation>
    </message>
    <message>
        <source>last year {amount}</source>
        <translation>上年同期 {amount}</translation>
    </message>
    <message>
        <source>{stated} of {count} entered</source>
        <translation>已填 {stated} / {count} 项</translation>
    </message>
    <message>
        <source>● {count} not saved</source>
        <translation>● 未保存 {count} 项</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>{period} has {count} unsaved {count|figure|figures}.</source>
        <translation>{period} 有 {count} 个数没有保存。</translation>
    </message>
    <message>
        <source>Saved {count} {count|figure|figures} for {period}</source>
        <translation>已保存 {period} 的 {count} 个数</translation>
    </message>
</context>
<context>
    <name>OutcomeTable</name>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>处理</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Period</source>
        <translation>时期</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>大事记</translation>
    </message>
    <message>
        <source>At a glance</source>
        <translation>基本情况</translation>
    </message>
    <message>
        <source>Notes and events</source>
        <translation>跟进与大事</translation>
    </message>
    <message>
        <source>Income and staff by period</source>
        <translation>各期收入与从业人员</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Staff</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>Mentors</source>
        <translation>创业导师</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>没有符合条件的人员</translation>
    </message>
    <message>
        <source>Try other words.</source>
        <translation>请换一个关键词。</translation>
    </message>
    <message>
        <source>No staff entered yet</source>
        <translation>还没有登记工作人员</translation>
    </message>
    <message>
        <source>No mentors entered yet</source>
        <translation>还没有登记创业导师</translation>
    </message>
    <message>
        <source>Add them one by one, or import a workbook with a column of names.</source>
        <translation>逐个登记，或导入有“姓名”一列的工作簿。</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Staff or mentors</source>
        <translation>工作人员或导师</translation>
    </message>
    <message>
        <source>Counted in filings and rehearsals as of the reporting date, from the first day to the last.</source>
        <translation>报表和预演按统计日计数：从起始日期起，到离开那天为止。</translation>
    </message>
    <message>
        <source>Staff of the incubator</source>
        <translation>孵化器工作人员</translation>
    </message>
    <message>
        <source>Mentors</source>
        <translation>创业导师</translation>
    </message>
    <message>
        <source>Name, position</source>
        <translation>姓名、职务、单位</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>New member of staff</source>
        <translation>新增工作人员</translation>
    </message>
    <message>
        <source>New mentor</source>
        <translation>新增创业导师</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Added {name}</source>
        <translation>已登记“{name}”</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Changed {name}</source>
        <translation>已修改“{name}”</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>Import people</source>
        <translation>导入人员</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xlsm *.xls *.et *.csv)</source>
        <translation>工作簿 (*.xlsx *.xlsm *.xls *.et *.csv)</translation>
    </message>
    <message>
        <source>Importing people</source>
        <translation>正在导入人员</translation>
    </message>
    <message>
        <source>Imported people from {file}</source>
        <translation>已登记“{file}”中的人员</translation>
    </message>
    <message>
        <source>{people}, {present} at present</source>
        <translation>{people}，现有 {present} 人</translation>
    </message>
    <message>
        <source>{count} {count|person|people}</source>
        <translation>共 {count} 人</translation>
    </message>
    <message>
        <source>Removed {count} {count|person|people}</source>
        <translation>已删除 {count} 人的登记</translation>
    </message>
</context>
<context>
    <name>PeriodBar</name>
    <message>
        <source>Earlier period</source>
        <translation>上一期</translation>
    </message>
    <message>
        <source>Later period</source>
        <translation>下一期</translation>
    </message>
    <message>
        <source>{period} (to date)</source>
        <translation>{period}（至今）</translation>
    </message>
    <message>
        <source>Period: {period}</source>
        <translation>报告期：{period}</translation>
    </message>
    <message>
        <source>As of {day}; changes against the same day a year before</source>
        <translation>截至 {day}，增减为与上年同期相比</translation>
    </message>
</context>
<context>
    <name>PlacePanel</name>
    <message>
        <source>Text to write</source>
        <translation>要写的文字</translation>
    </message>
    <message>
        <source>Text; placeholders such as {period} are filled in</source>
        <translation>文字；{period} 等会自动换成实际内容</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>期别</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>统计范围</translation>
    </message>
    <message>
        <source>Accept suggestion</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Leave empty</source>
        <translation>不填</translation>
    </message>
    <message>
        <source>Click a cell in the form</source>
        <translation>点表上的一格</translation>
    </message>
    <message>
        <source>Text on the form</source>
        <translation>表上文字</translation>
    </message>
    <message>
        <source>A blank cell without a label</source>
        <translation>空格，旁边没有可识别的文字</translation>
    </message>
    <message>
        <source>Filled by its label</source>
        <translation>按表上文字填写</translation>
    </message>
    <message>
        <source>Choose what goes here</source>
        <translation>选择填什么</translation>
    </message>
    <message>
        <source>Filled with: {what}</source>
        <translation>填：{what}</translation>
    </message>
    <message>
        <source>Rows: {whose}</source>
        <translation>各行：{whose}</translation>
    </message>
    <message>
        <source>Of: {whose}</source>
        <translation>范围：{whose}</translation>
    </message>
    <message>
        <source>Content of {place}</source>
        <translation>{place} 填什么</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>属于哪一组</translation>
    </message>
    <message>
        <source>{grouping}: {group}</source>
        <translation>{grouping}：{group}</translation>
    </message>
    <message>
        <source>{grouping}: choose …</source>
        <translation>{grouping}：请选择</translation>
    </message>
    <message>
        <source>{grouping}: all</source>
        <translation>{grouping}：不分组</translation>
    </message>
    <message>
        <source>Each row is</source>
        <translation>这张名册的每行是</translation>
    </message>
    <message>
        <source>Which records</source>
        <translation>列哪一部分</translation>
    </message>
    <message>
        <source>Rows are: {what}</source>
        <translation>每行是：{what}</translation>
    </message>
    <message>
        <source>tenants</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Rows repeat from here</source>
        <translation>从这一行起逐行列出</translation>
    </message>
</context>
<context>
    <name>PlanSheet</name>
    <message>
        <source>Sheets</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Columns read</source>
        <translation>读入的列</translation>
    </message>
    <message>
        <source>Columns not used</source>
        <translation>没有用到的列</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>需要核对</translation>
    </message>
    <message>
        <source>{new} {new|new event|new events}, {filled} completed, {known} already entered. Tenants matched: {matched}. Rows skipped: {left_out}.</source>
        <translation>新增 {new} 场，补全 {filled} 场，已登记过 {known} 场。对上参加企业 {matched} 家次，没有读入 {left_out} 行。</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Orientation</source>
        <translation>纸张方向</translation>
    </message>
    <message>
        <source>A4 portrait</source>
        <translation>A4 纵向</translation>
    </message>
    <message>
        <source>A4 landscape</source>
        <translation>A4 横向</translation>
    </message>
    <message>
        <source>Margins</source>
        <translation>页边距</translation>
    </message>
    <message>
        <source>Normal margins</source>
        <translation>普通页边距</translation>
    </message>
    <message>
        <source>Narrow margins</source>
        <translation>窄页边距</translation>
    </message>
    <message>
        <source>Wide margins</source>
        <translation>宽页边距</translation>
    </message>
    <message>
        <source>Show personal data</source>
        <translation>显示个人信息</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit to width</source>
        <translation>适合页宽</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页码</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>保存为 PDF</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the PDF</source>
        <translation>写入 PDF</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>No printer is installed on this computer. Save a PDF and print it elsewhere.</source>
        <translation>本机没有安装打印机，可以先保存 PDF，再到别处打印。</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>The operation failed.</source>
        <translation>操作没有成功。</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Save PDF…</source>
        <translation>保存 PDF…</translation>
    </message>
    <message>
        <source>Writing the PDF…</source>
        <translation>正在写入 PDF…</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>正在打印…</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Sent to the printer: {count} {count|page|pages}</source>
        <translation>已送往打印机：{count} 页</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>Preparing to print</source>
        <translation>准备打印</translation>
    </message>
    <message>
        <source>Print preview</source>
        <translation>打印预览</translation>
    </message>
    <message>
        <source>Printed {day} by {user}</source>
        <translation>{day} · {user} 打印</translation>
    </message>
    <message>
        <source>Page {page} of {count}</source>
        <translation>第 {page} 页 共 {count} 页</translation>
    </message>
</context>
<context>
    <name>ProfilePaper</name>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>By</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>跟进</translation>
    </message>
</context>
<context>
    <name>ProfileTab</name>
    <message>
        <source>Former names and other register entries</source>
        <translation>曾用名与台账中的其他内容</translation>
    </message>
    <message>
        <source>Former name, until {day}</source>
        <translation>曾用名（至 {day}）</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>The database {file} was not found.</source>
        <translation>找不到数据库 {file}。</translation>
    </message>
    <message>
        <source>The default database was opened instead. You can choose another one in the settings.</source>
        <translation>已改为打开默认数据库。可在“设置”中另选。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>已取消，数据未改动。</translation>
    </message>
    <message>
        <source>The database could not be opened</source>
        <translation>无法打开数据库</translation>
    </message>
    <message>
        <source>Open another database</source>
        <translation>打开其他数据库</translation>
    </message>
    <message>
        <source>Databases (*.db);;All files (*)</source>
        <translation>数据库 (*.db);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1 文件</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>驱动器</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查看范围(&amp;I)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QuickNote</name>
    <message>
        <source>What was done or said? Press Enter to add it</source>
        <translation>做了什么、说了什么？按 Enter 添加</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>新建跟进</translation>
    </message>
    <message>
        <source>Kind of note</source>
        <translation>跟进方式</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Follow up on</source>
        <translation>再跟进</translation>
    </message>
    <message>
        <source>none</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Enter the text of the note.</source>
        <translation>请写下内容。</translation>
    </message>
    <message>
        <source>The follow-up date is before the date of the note.</source>
        <translation>再跟进的日期早于记录日期。</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Hide names</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show names</source>
        <translation>展开</translation>
    </message>
</context>
<context>
    <name>ReadinessStrip</name>
    <message>
        <source>Calculated from your own records for internal use; not an official score or decision.</source>
        <translation>按本单位记录测算，供自查，不是官方评分或认定结论。</translation>
    </message>
    <message>
        <source>{count} must leave; then {holds} of {known} are met</source>
        <translation>应离孵 {count} 家；离孵后，能判断的 {known} 项中满足 {holds} 项</translation>
    </message>
    <message>
        <source>{told}; no longer met: {names}</source>
        <translation>{told}；不再满足：{names}</translation>
    </message>
    <message>
        <source>{count} {count|is|are} one condition short</source>
        <translation>只差一项的有 {count} 家</translation>
    </message>
</context>
<context>
    <name>ReasonBox</name>
    <message>
        <source>Explanations of changes, as frozen: {count}</source>
        <translation>封存的同比变动说明：{count} 条</translation>
    </message>
    <message>
        <source>{name}, written by {who}</source>
        <translation>{name}（{who} 填写）</translation>
    </message>
    <message>
        <source>Explanations of changes worded differently: {count}</source>
        <translation>同比变动说明不同：{count} 条</translation>
    </message>
    <message>
        <source>Version {version}: {text}</source>
        <translation>第 {version} 版：{text}</translation>
    </message>
</context>
<context>
    <name>ReasonSheet</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Explain why filed figures are corrected; the reason is kept in the history.</source>
        <translation>请写明为什么更正已上报的数据，原因会记入历史。</translation>
    </message>
</context>
<context>
    <name>RecordList</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Add: {kind}</source>
        <translation>新增{kind}</translation>
    </message>
    <message>
        <source>Edit (Enter)</source>
        <translation>编辑 (Enter)</translation>
    </message>
    <message>
        <source>Remove (Del)</source>
        <translation>删除 (Del)</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>References</name>
    <message>
        <source>New: {kind}</source>
        <translation>新增{kind}</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Adding</source>
        <translation>正在新增</translation>
    </message>
    <message>
        <source>Added &quot;{name}&quot;.</source>
        <translation>已新增“{name}”。</translation>
    </message>
</context>
<context>
    <name>Rehearsal</name>
    <message>
        <source>Changed here</source>
        <translation>本单位修改</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Codes begin with</source>
        <translation>行业代码开头</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Calculation</source>
        <translation>算式</translation>
    </message>
    <message>
        <source>Still needed</source>
        <translation>还差</translation>
    </message>
    <message>
        <source>Why not assessed</source>
        <translation>无法判断的原因</translation>
    </message>
    <message>
        <source>Once they have left</source>
        <translation>离孵后</translation>
    </message>
    <message>
        <source>{above} ÷ {below}</source>
        <translation>{above} ÷ {below}</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Not reported ({count}): {names}</source>
        <translation>未填报（{count} 家）：{names}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Missing conditions</source>
        <translation>尚缺条件</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>可争取的企业</translation>
    </message>
    <message>
        <source>not known: {what}</source>
        <translation>资料未报：{what}</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>条件已具备</translation>
    </message>
    <message>
        <source>To be proved</source>
        <translation>需另行证明</translation>
    </message>
    <message>
        <source>Graduates</source>
        <translation>毕业</translation>
    </message>
    <message>
        <source>Overstayed</source>
        <translation>超期离孵</translation>
    </message>
    <message>
        <source>Why it must leave</source>
        <translation>离孵原因</translation>
    </message>
    <message>
        <source>Facts missing</source>
        <translation>缺少的资料</translation>
    </message>
    <message>
        <source>Criteria</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Criterion</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>现值</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Industry class</source>
        <translation>划型行业</translation>
    </message>
    <message>
        <source>To next class, or missing facts</source>
        <translation>距上一档，或缺少的资料</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>核实情况</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>已核实</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Thresholds: large, medium, small</source>
        <translation>大、中、小型起点</translation>
    </message>
    <message>
        <source>All criteria</source>
        <translation>全部条件</translation>
    </message>
    <message>
        <source>Not met or not assessed</source>
        <translation>未满足或无法判断</translation>
    </message>
    <message>
        <source>Compared with the requirement</source>
        <translation>与要求对照</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>余量</translation>
    </message>
    <message>
        <source>Every criterion is met</source>
        <translation>全部条件都已满足</translation>
    </message>
    <message>
        <source>Leaves as</source>
        <translation>去向</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Must leave</source>
        <translation>应离孵</translation>
    </message>
    <message>
        <source>No tenant has to leave</source>
        <translation>没有应离孵的企业</translation>
    </message>
    <message>
        <source>Met</source>
        <translation>满足</translation>
    </message>
    <message>
        <source>Not met</source>
        <translation>不满足</translation>
    </message>
    <message>
        <source>Not assessed</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>All tenants</source>
        <translation>全部企业</translation>
    </message>
    <message>
        <source>One condition short</source>
        <translation>只差一项</translation>
    </message>
    <message>
        <source>No tenants in this group</source>
        <translation>这一类没有企业</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>划型</translation>
    </message>
    <message>
        <source>{fact}: {amount} short</source>
        <translation>{fact}差 {amount}</translation>
    </message>
    <message>
        <source>Calculated from the incubator&apos;s own records for internal use; not an official score or decision.</source>
        <translation>按本单位记录测算，供自查，不是官方评分或认定结论。</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文号</translation>
    </message>
    <message>
        <source>Edition</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>截至</translation>
    </message>
    <message>
        <source>Figures of</source>
        <translation>数据期</translation>
    </message>
    <message>
        <source>Yearly figures of</source>
        <translation>年度数据</translation>
    </message>
    <message>
        <source>Source checked on</source>
        <translation>来源核对日期</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Export the rehearsal</source>
        <translation>导出预演</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Records counted</source>
        <translation>计入的记录</translation>
    </message>
    <message>
        <source>Among the closest</source>
        <translation>最接近</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>to be checked</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>The value has not been verified against its source.</source>
        <translation>规则的数字未见原文。</translation>
    </message>
    <message>
        <source>This program does not record this.</source>
        <translation>本程序不保存这项内容。</translation>
    </message>
    <message>
        <source>Facts are missing: {what}</source>
        <translation>资料未报全：{what}</translation>
    </message>
    <message>
        <source>There is no denominator.</source>
        <translation>没有可作分母的数。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>originally {shipped}</source>
        <translation>原为 {shipped}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>{fact} up to {upto}: {asked}</source>
        <translation>{fact}不超过 {upto}：{asked}</translation>
    </message>
    <message>
        <source>{codes}: {asked}</source>
        <translation>{codes}：{asked}</translation>
    </message>
    <message>
        <source>All others: {asked}</source>
        <translation>其余：{asked}</translation>
    </message>
    <message>
        <source>{fact} ≥ {numbers}</source>
        <translation>{fact} ≥ {numbers}</translation>
    </message>
    <message>
        <source>{line} ({checked})</source>
        <translation>{line}（{checked}）</translation>
    </message>
    <message>
        <source>{name} {value} ({line} required)</source>
        <translation>{name} {value}（要求 {line}）</translation>
    </message>
    <message>
        <source>Opening of the site</source>
        <translation>场地启用时间</translation>
    </message>
    <message>
        <source>large</source>
        <translation>大型</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>中型</translation>
    </message>
    <message>
        <source>small</source>
        <translation>小型</translation>
    </message>
    <message>
        <source>micro</source>
        <translation>微型</translation>
    </message>
    <message>
        <source>The authority&apos;s text</source>
        <translation>主管部门原文</translation>
    </message>
    <message>
        <source>Republished copy</source>
        <translation>转载件</translation>
    </message>
    <message>
        <source>Published source code</source>
        <translation>公开源码</translation>
    </message>
    <message>
        <source>From memory</source>
        <translation>凭记忆</translation>
    </message>
    <message>
        <source>Entered here</source>
        <translation>本单位录入</translation>
    </message>
    <message>
        <source>{fact}, {size} from ({unit})</source>
        <translation>{fact}：{size}起点（{unit}）</translation>
    </message>
    <message>
        <source>Verified against its source</source>
        <translation>已在来源中核实</translation>
    </message>
    <message>
        <source>Source: document, address or page</source>
        <translation>来源：文号、网址或页码</translation>
    </message>
    <message>
        <source>{count} more {count|is|are} needed; those marked ★ are closest.</source>
        <translation>还需 {count} 家；标 ★ 的最接近，达到即可。</translation>
    </message>
    <message>
        <source>{count} more {count|is|are} needed; all of these would not be enough.</source>
        <translation>还需 {count} 家；以下全部达到仍不够。</translation>
    </message>
    <message>
        <source>{unknown} {unknown|criterion|criteria} cannot be assessed yet</source>
        <translation>{unknown} 项要求都还无法判断</translation>
    </message>
    <message>
        <source>The size of {holds} {holds|tenant|tenants} is known; {unknown} cannot be assessed</source>
        <translation>已划型 {holds} 家；{unknown} 家无法判断</translation>
    </message>
    <message>
        <source>{holds} {holds|tenant|tenants} meet it, {fails} do not; {unknown} cannot be assessed</source>
        <translation>满足 {holds} 家，不满足 {fails} 家，无法判断 {unknown} 家</translation>
    </message>
    <message>
        <source>{holds} of the {known} {known|criterion|criteria} that can be assessed are met; {unknown} cannot be assessed</source>
        <translation>能判断的 {known} 项要求中满足 {holds} 项；另有 {unknown} 项无法判断</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>Each of them lacks: {what}</source>
        <translation>各家所缺相同：{what}</translation>
    </message>
    <message>
        <source>{points} {points|point|points}</source>
        <translation>{points} 个百分点</translation>
    </message>
    <message>
        <source>Either: {name}</source>
        <translation>任选其一：{name}</translation>
    </message>
    <message>
        <source>{amount}, with an unchanged denominator</source>
        <translation>{amount}（分母不变时）</translation>
    </message>
</context>
<context>
    <name>RehearsalChooser</name>
    <message>
        <source>Rule set</source>
        <translation>规则集</translation>
    </message>
    <message>
        <source>Day or period</source>
        <translation>日期或报告期</translation>
    </message>
    <message>
        <source>Needs an update</source>
        <translation>需要更新</translation>
    </message>
    <message>
        <source>Some values of this rule set are not known; criteria without a value are not assessed.</source>
        <translation>这个规则集有数字未见原文，缺数的条件不作判断。</translation>
    </message>
    <message>
        <source>Today ({day})</source>
        <translation>今天（{day}）</translation>
    </message>
    <message>
        <source>{document} · figures for {period}, annual figures for {year}</source>
        <translation>{document} · 数据期 {period}，年度数据取 {year} 年</translation>
    </message>
    <message>
        <source>{document} · as of {day}, annual figures for {year}</source>
        <translation>{document} · 截至 {day}，年度数据取 {year} 年</translation>
    </message>
</context>
<context>
    <name>RehearsalPage</name>
    <message>
        <source>List shown</source>
        <translation>列出的内容</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>预演</translation>
    </message>
    <message>
        <source>Rehearsing</source>
        <translation>正在预演</translation>
    </message>
    <message>
        <source>The rule set could not be rehearsed</source>
        <translation>预演没有完成</translation>
    </message>
    <message>
        <source>No rule set is in force on this date</source>
        <translation>这一天没有施行中的规则集</translation>
    </message>
    <message>
        <source>Choose a later date or period.</source>
        <translation>请选择较晚的日期或报告期。</translation>
    </message>
    <message>
        <source>{count} {count|line|lines}</source>
        <translation>共 {count} 条</translation>
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
        <source>No data was changed. Please send this report to whoever maintains the program.</source>
        <translation>数据未被改动。请把下面的报告交给程序维护人员。</translation>
    </message>
</context>
<context>
    <name>RowRecords</name>
    <message>
        <source>To be checked</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Records behind the row</source>
        <translation>这一行的记录</translation>
    </message>
    <message>
        <source>Select a row to see its sentence and records</source>
        <translation>选中一行，查看叙述和记录</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Nothing to show: no data, or no typical tenant chosen.</source>
        <translation>没有内容：没有数据，或没有选定典型企业。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Not reported ({count}): {names}</source>
        <translation>未填报（{count} 家）：{names}</translation>
    </message>
</context>
<context>
    <name>RowsToMend</name>
    <message>
        <source>{file}_to fix.xlsx</source>
        <translation>{file}_待改正.xlsx</translation>
    </message>
    <message>
        <source>Saving {file}</source>
        <translation>正在保存 {file}</translation>
    </message>
    <message>
        <source>Save the rows to fix</source>
        <translation>保存待改正的行</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>{count} {count|row|rows} saved: {file}</source>
        <translation>已保存 {count} 行：{file}</translation>
    </message>
</context>
<context>
    <name>RuleDeeds</name>
    <message>
        <source>Verified against its source</source>
        <translation>已在来源中核实</translation>
    </message>
    <message>
        <source>Source: document, address or page</source>
        <translation>来源：文号、网址或页码</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Saved as your own; the built-in rule set is kept. Changed values are marked wherever they are used.</source>
        <translation>改动另存为本单位的规则，原件不变；改过的数字处处注明。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Changed &quot;{name}&quot; in the rule set</source>
        <translation>已修改“{name}”的要求</translation>
    </message>
    <message>
        <source>Required: {operator} ({unit}); leave blank if not known</source>
        <translation>要求 {operator}（{unit}）；不知道就留空</translation>
    </message>
    <message>
        <source>Effective from</source>
        <translation>施行日期</translation>
    </message>
    <message>
        <source>Effective until; leave blank if still in force</source>
        <translation>截止日期；仍在施行则留空</translation>
    </message>
    <message>
        <source>Source checked on</source>
        <translation>来源核对日期</translation>
    </message>
    <message>
        <source>Changed the effective dates of &quot;{name}&quot;</source>
        <translation>已修改“{name}”的施行日期</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has been reset to the built-in value</source>
        <translation>“{name}”已恢复原件</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>没有改动。</translation>
    </message>
    <message>
        <source>Saving the rule set</source>
        <translation>正在保存规则集</translation>
    </message>
    <message>
        <source>Undone: {step}</source>
        <translation>已撤销：{step}</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定义</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Form item</source>
        <translation>表中项号</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>限值</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>主管部门</translation>
    </message>
    <message>
        <source>Layout of the year</source>
        <translation>版式年度</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>填报</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>flow</source>
        <translation>时期数</translation>
    </message>
    <message>
        <source>stock</source>
        <translation>时点数</translation>
    </message>
    <message>
        <source>{how}, {nature}</source>
        <translation>{how}，{nature}</translation>
    </message>
    <message>
        <source>originally {shipped}</source>
        <translation>原为 {shipped}</translation>
    </message>
    <message>
        <source>Changed here</source>
        <translation>本单位修改</translation>
    </message>
    <message>
        <source>Personal data: hidden in exports by default</source>
        <translation>个人信息：导出时默认隐去</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Generic layout</source>
        <translation>通用版式</translation>
    </message>
    <message>
        <source>The authority&apos;s form</source>
        <translation>主管部门表式</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>是/否</translation>
    </message>
    <message>
        <source>Choice from a code list</source>
        <translation>代码表选项</translation>
    </message>
    <message>
        <source>Number or code</source>
        <translation>编号或代码</translation>
    </message>
    <message>
        <source>Unified social credit code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Industry</source>
        <translation>行业</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮箱</translation>
    </message>
    <message>
        <source>Of the incubator</source>
        <translation>对孵化器</translation>
    </message>
    <message>
        <source>{limit} (changed)</source>
        <translation>{limit}（已改）</translation>
    </message>
    <message>
        <source>Of each tenant</source>
        <translation>对每家企业</translation>
    </message>
    <message>
        <source>Sizes of tenants</source>
        <translation>企业划型</translation>
    </message>
    <message>
        <source>from {since} until {until}</source>
        <translation>{since} 至 {until}</translation>
    </message>
    <message>
        <source>from {since}</source>
        <translation>自 {since} 起</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文号</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>施行时间</translation>
    </message>
    <message>
        <source>Criteria</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>{count} {count|code|codes}</source>
        <translation>{count} 个代码</translation>
    </message>
    <message>
        <source>{count} {count|criterion|criteria}, {unread} to be checked, {changed} changed here</source>
        <translation>{count} 条，待核实 {unread} 条，本单位修改 {changed} 条</translation>
    </message>
</context>
<context>
    <name>RulesSection</name>
    <message>
        <source>Kinds of rules</source>
        <translation>规则种类</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Change value</source>
        <translation>修改数值</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复原件</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Selected rule</source>
        <translation>选中的规则</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>期限与条件</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Code lists</source>
        <translation>代码表</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>已核对</translation>
    </message>
    <message>
        <source>No matching rules</source>
        <translation>没有符合的规则</translation>
    </message>
    <message>
        <source>Codes, names, definitions and sources were searched.</source>
        <translation>已查找代码、名称、定义和来源。</translation>
    </message>
    <message>
        <source>Your own rules: {file}</source>
        <translation>本单位规则：{file}</translation>
    </message>
    <message>
        <source>Put your own rules in: {file}</source>
        <translation>本单位规则放在：{file}</translation>
    </message>
    <message>
        <source>Rehearse and edit</source>
        <translation>预演和修改</translation>
    </message>
    <message>
        <source>Rule sets</source>
        <translation>规则集</translation>
    </message>
    <message>
        <source>{count} {count|rule|rules}</source>
        <translation>共 {count} 条</translation>
    </message>
</context>
<context>
    <name>Saved</name>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
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
    <name>SettingsPage</name>
    <message>
        <source>Incubator</source>
        <translation>孵化器</translation>
    </message>
    <message>
        <source>Directory</source>
        <translation>房间与名录</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Search the rules</source>
        <translation>查找规则</translation>
    </message>
    <message>
        <source>Search rooms and partners</source>
        <translation>查找房间、单位、政策</translation>
    </message>
</context>
<context>
    <name>SheetDesk</name>
    <message>
        <source>Sheet of the filing</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>not reported</source>
        <translation>未报送</translation>
    </message>
    <message>
        <source>Count: {count}   Sum: {sum}   Average: {average}</source>
        <translation>计数：{count}   求和：{sum}   平均：{average}</translation>
    </message>
</context>
<context>
    <name>SheetFoot</name>
    <message>
        <source>Sheets</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>原大</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Everywhere</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>所有列表</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>打开记录</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy with headings</source>
        <translation>连同列标题复制</translation>
    </message>
    <message>
        <source>Close the side pane</source>
        <translation>关闭侧栏</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>In the grid of figures</source>
        <translation>数据填报表格</translation>
    </message>
    <message>
        <source>Edit the cell</source>
        <translation>修改单元格</translation>
    </message>
    <message>
        <source>Down, up</source>
        <translation>向下、向上</translation>
    </message>
    <message>
        <source>Right, left</source>
        <translation>向右、向左</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>向下填充</translation>
    </message>
    <message>
        <source>Clear the cells</source>
        <translation>清空单元格</translation>
    </message>
    <message>
        <source>Leave the grid</source>
        <translation>离开表格</translation>
    </message>
    <message>
        <source>Select a block of cells</source>
        <translation>选一块单元格</translation>
    </message>
    <message>
        <source>From the block to its rows</source>
        <translation>从一块回到整行</translation>
    </message>
</context>
<context>
    <name>SidePane</name>
    <message>
        <source>Sheet side pane</source>
        <translation>报表侧栏</translation>
    </message>
    <message>
        <source>Nothing built yet</source>
        <translation>尚未生成报表</translation>
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
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>同比</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>佐证</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>已封存</translation>
    </message>
</context>
<context>
    <name>SignSheet</name>
    <message>
        <source>Return</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签字人</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>How it was signed</source>
        <translation>签字方式</translation>
    </message>
    <message>
        <source>In this program</source>
        <translation>在本程序中</translation>
    </message>
    <message>
        <source>On the printout</source>
        <translation>在打印件上</translation>
    </message>
    <message>
        <source>You submitted this filing yourself. Have the responsible person approve it under their own login, or have the printout signed and enter the signer here.</source>
        <translation>这张报表是您送审的，不能由您本人审核、批准。请负责人用自己的登录名批准；在打印件上签字的，在这里登记签字人。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Approve (responsible person)</source>
        <translation>批准（负责人）</translation>
    </message>
    <message>
        <source>Check (reviewer)</source>
        <translation>审核（审核人）</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>退回原因</translation>
    </message>
    <message>
        <source>Enter the name of the signer.</source>
        <translation>请填写签字人。</translation>
    </message>
    <message>
        <source>The preparer cannot sign this as well.</source>
        <translation>填表人不能审核、批准自己填的报表。</translation>
    </message>
    <message>
        <source>Explain what has to be changed.</source>
        <translation>请写明要改什么。</translation>
    </message>
</context>
<context>
    <name>SigningDeeds</name>
    <message>
        <source>Submit for approval</source>
        <translation>送审</translation>
    </message>
    <message>
        <source>{filing}: submitted as it is now. If a figure changes, it becomes a draft again.</source>
        <translation>{filing}：按现在的数送审。送审以后数据有变动，会退回草稿。</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>送审</translation>
    </message>
    <message>
        <source>{filing} is submitted.</source>
        <translation>{filing} 已送审。</translation>
    </message>
    <message>
        <source>Check and approve</source>
        <translation>审核与批准</translation>
    </message>
    <message>
        <source>{filing}, prepared by {name}</source>
        <translation>{filing}，填表人 {name}</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>{filing}: the signature has been entered.</source>
        <translation>{filing} 已登记签字。</translation>
    </message>
    <message>
        <source>Signing</source>
        <translation>正在登记</translation>
    </message>
    <message>
        <source>{form}, {period}</source>
        <translation>{form} {period}</translation>
    </message>
</context>
<context>
    <name>SiteSection</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Incubator</source>
        <translation>孵化器</translation>
    </message>
    <message>
        <source>Printed on every filing: the reporting unit at the top, the signers at the bottom.</source>
        <translation>印在每张报表上：表头的填报单位，表尾的签字人。</translation>
    </message>
    <message>
        <source>Name of the incubator</source>
        <translation>孵化器名称</translation>
    </message>
    <message>
        <source>Operator (reporting unit)</source>
        <translation>运营单位（填报单位）</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>主管部门</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Opened on</source>
        <translation>启用日期</translation>
    </message>
    <message>
        <source>Responsible person</source>
        <translation>单位负责人</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>统计负责人</translation>
    </message>
    <message>
        <source>Preparer</source>
        <translation>填表人</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Signers</source>
        <translation>签字人</translation>
    </message>
    <message>
        <source>The incubator&apos;s record could not be read</source>
        <translation>无法读取孵化器资料</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>The incubator&apos;s record was saved.</source>
        <translation>已保存孵化器资料。</translation>
    </message>
    <message>
        <source>The incubator record has {count} unsaved {count|field|fields}.</source>
        <translation>孵化器信息有 {count} 项尚未保存。</translation>
    </message>
</context>
<context>
    <name>StageSheet</name>
    <message>
        <source>Start date</source>
        <translation>起始日期</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>转为</translation>
    </message>
    <message>
        <source>This is not a date.</source>
        <translation>日期无法识别。</translation>
    </message>
    <message>
        <source>The previous stage began on {day}; this one cannot begin earlier.</source>
        <translation>前一阶段始于 {day}，不能早于该日。</translation>
    </message>
    <message>
        <source>Required for this change.</source>
        <translation>此项必填。</translation>
    </message>
    <message>
        <source>This is not a valid 18-character code.</source>
        <translation>不是有效的 18 位统一社会信用代码。</translation>
    </message>
</context>
<context>
    <name>StateBar</name>
    <message>
        <source>Next error</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>● Not saved: {count}</source>
        <translation>● 未保存 {count} 格</translation>
    </message>
    <message>
        <source>Errors: {count}</source>
        <translation>{count} 处错误</translation>
    </message>
    <message>
        <source>To check: {count}</source>
        <translation>{count} 处待核实</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>File being imported</source>
        <translation>正在导入的文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>选文件</translation>
    </message>
    <message>
        <source>Sheet and header</source>
        <translation>工作表与表头</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>字段对应</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>预检</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
</context>
<context>
    <name>SubmitSheet</name>
    <message>
        <source>Prepared by</source>
        <translation>填表人</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>上报说明</translation>
    </message>
    <message>
        <source>Errors found by the checks: {count}</source>
        <translation>校验有 {count} 处错误</translation>
    </message>
    <message>
        <source>Warnings without an explanation: {count}</source>
        <translation>没有说明的警告 {count} 条</translation>
    </message>
    <message>
        <source>Tenants with missing figures: {count}</source>
        <translation>没有报齐的企业 {count} 家</translation>
    </message>
    <message>
        <source>Enter the preparer.</source>
        <translation>请填写填表人。</translation>
    </message>
    <message>
        <source>Explain why it is submitted as it is.</source>
        <translation>请写明为什么照此送审。</translation>
    </message>
</context>
<context>
    <name>Sums</name>
    <message>
        <source>Selected: {rows} × {columns}</source>
        <translation>已选 {rows} 行 × {columns} 列</translation>
    </message>
    <message>
        <source>Selected: {count}</source>
        <translation>已选 {count} 项</translation>
    </message>
    <message>
        <source>{title}: {count} {count|value|values}, sum {total}</source>
        <translation>{title}：计数 {count}，求和 {total}</translation>
    </message>
    <message>
        <source>, average {mean}</source>
        <translation>，平均 {mean}</translation>
    </message>
    <message>
        <source>{count} {count|value|values}, sum {total}, average {mean}</source>
        <translation>计数 {count}，求和 {total}，平均 {mean}</translation>
    </message>
</context>
<context>
    <name>TaskList</name>
    <message>
        <source>Tasks under way</source>
        <translation>正在进行的任务</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>Cancel the task</source>
        <translation>取消任务</translation>
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
        <source>Added &quot;{name}&quot;.</source>
        <translation>已添加“{name}”。</translation>
    </message>
    <message>
        <source>Adding a tenant</source>
        <translation>正在添加企业</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is {stage}; no further stage change is possible.</source>
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
        <source>&quot;{name}&quot; is now {stage}.</source>
        <translation>“{name}”已转为{stage}。</translation>
    </message>
    <message>
        <source>Changing the stage</source>
        <translation>正在变更阶段</translation>
    </message>
</context>
<context>
    <name>TenantDetail</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Contracts and leases</source>
        <translation>合同与租赁</translation>
    </message>
    <message>
        <source>Qualifications and IP</source>
        <translation>资质与知识产权</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>跟进</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>The tenant could not be read</source>
        <translation>企业资料读取失败</translation>
    </message>
    <message>
        <source>Reading the journal</source>
        <translation>正在读取日志</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>佐证</translation>
    </message>
</context>
<context>
    <name>TenantPane</name>
    <message>
        <source>Close details</source>
        <translation>关闭详情</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>The tenant&apos;s own page (Enter)</source>
        <translation>打开企业详情 (Enter)</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>孵化进程</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>租用房间</translation>
    </message>
    <message>
        <source>No tenant selected</source>
        <translation>未选择企业</translation>
    </message>
    <message>
        <source>Select one in the list to see it here.</source>
        <translation>在列表中选择一家企业，即可在此查看。</translation>
    </message>
    <message>
        <source>Profile</source>
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
    <name>TenantSections</name>
    <message>
        <source>Registration</source>
        <translation>登记信息</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>经营与科技</translation>
    </message>
    <message>
        <source>Premises and contact</source>
        <translation>场地与联系</translation>
    </message>
    <message>
        <source>Founders</source>
        <translation>创始人</translation>
    </message>
    <message>
        <source>More</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>TenantSource</name>
    <message>
        <source>Tenants</source>
        <translation>企业</translation>
    </message>
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
    <message>
        <source>In this stage since</source>
        <translation>进入本阶段</translation>
    </message>
    <message>
        <source>Industry</source>
        <translation>行业分类</translation>
    </message>
    <message>
        <source>Credit code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>No matching tenants</source>
        <translation>没有符合条件的企业</translation>
    </message>
    <message>
        <source>No results for: {filter}</source>
        <translation>当前条件：{filter}</translation>
    </message>
    <message>
        <source>No tenants yet</source>
        <translation>还没有企业</translation>
    </message>
    <message>
        <source>Import your register from Excel; you see the result before anything is written.</source>
        <translation>从 Excel 导入企业台账；写入之前先看到结果。</translation>
    </message>
    <message>
        <source>moved in from {day}</source>
        <translation>{day} 起入驻</translation>
    </message>
    <message>
        <source>moved in until {day}</source>
        <translation>{day} 及以前入驻</translation>
    </message>
    <message>
        <source>has reported figures</source>
        <translation>填报过数据</translation>
    </message>
    <message>
        <source>has never reported figures</source>
        <translation>从未填报数据</translation>
    </message>
</context>
<context>
    <name>TenantsPage</name>
    <message>
        <source>Tenants</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Name, number, room or initials (Ctrl+F)</source>
        <translation>搜索名称、编号、房间、拼音首字母 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Tenant list</source>
        <translation>企业列表</translation>
    </message>
    <message>
        <source>Tenants: {count}</source>
        <translation>共 {count} 家</translation>
    </message>
</context>
<context>
    <name>TracePanel</name>
    <message>
        <source>To be checked</source>
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
        <source>Copy text</source>
        <translation>复制文字</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>复制明细</translation>
    </message>
    <message>
        <source>No figure selected</source>
        <translation>未选择数字</translation>
    </message>
    <message>
        <source>Sum = cell: each row is rounded for itself, and the rows shown add up to the figure filed.</source>
        <translation>合计 = 单元格：各行分别取整，所列各行之和与填报数一致。</translation>
    </message>
    <message>
        <source>Sum = cell: the records add up to the figure filed.</source>
        <translation>合计 = 单元格：明细之和与填报数一致。</translation>
    </message>
    <message>
        <source>The records do not add up to the figure filed.</source>
        <translation>明细之和与填报数不一致。</translation>
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
        <source>Scope</source>
        <translation>统计范围</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>舍位平衡</translation>
    </message>
    <message>
        <source>adjusted by {by} so that the rows add up</source>
        <translation>调整 {by}，使各行之和等于合计</translation>
    </message>
    <message>
        <source> to date</source>
        <translation> 累计</translation>
    </message>
    <message>
        <source>Double-click a figure in the sheet, or press Enter on it, to see the records behind it.</source>
        <translation>双击表中的数字，或选中后按 Enter，查看它的来源记录。</translation>
    </message>
    <message>
        <source>change {change}</source>
        <translation>变化 {change}</translation>
    </message>
    <message>
        <source>Last filed</source>
        <translation>上期</translation>
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
        <source>Save as workbook</source>
        <translation>存为表格</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Save the records as a workbook</source>
        <translation>把构成记录存为表格</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Grouping</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>The first {shown} of {count} {count|record|records}; all are in the sum.</source>
        <translation>显示前 {shown} 条，共 {count} 条；合计含全部记录。</translation>
    </message>
    <message>
        <source>Last filed, {period}: {value}</source>
        <translation>上期 {period}：{value}</translation>
    </message>
    <message>
        <source>change {change} {change|point|points}</source>
        <translation>变化 {change} 个百分点</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>Unlocking</name>
    <message>
        <source>Correct figures that were filed</source>
        <translation>更正已上报的数据</translation>
    </message>
</context>
<context>
    <name>Unopened</name>
    <message>
        <source>Open another database or a backup…</source>
        <translation>打开其他数据库或备份…</translation>
    </message>
    <message>
        <source>Use default location</source>
        <translation>回到默认位置</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>VersionBox</name>
    <message>
        <source>Attach the scan</source>
        <translation>附扫描件</translation>
    </message>
    <message>
        <source>Save the scan</source>
        <translation>取出扫描件</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>封存</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>记录指纹</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Amends</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Stamped scan</source>
        <translation>盖章扫描件</translation>
    </message>
    <message>
        <source>Replace the scan</source>
        <translation>更换扫描件</translation>
    </message>
    <message>
        <source>Frozen without approval</source>
        <translation>未经批准</translation>
    </message>
    <message>
        <source>{name} (on paper)</source>
        <translation>{name}（纸面签字）</translation>
    </message>
    <message>
        <source>none attached</source>
        <translation>还没有附</translation>
    </message>
    <message>
        <source>{name}, {size} KB, {day}</source>
        <translation>{name}，{size} KB，{day}</translation>
    </message>
    <message>
        <source>The signed and stamped page</source>
        <translation>签字盖章页</translation>
    </message>
    <message>
        <source>Scans (*.pdf *.jpg *.jpeg *.png)</source>
        <translation>扫描件 (*.pdf *.jpg *.jpeg *.png)</translation>
    </message>
    <message>
        <source>Reason for replacing it</source>
        <translation>更换的原因</translation>
    </message>
    <message>
        <source>Explain why the scan is replaced.</source>
        <translation>请写明为什么更换。</translation>
    </message>
    <message>
        <source>The earlier scan is kept and listed in the history.</source>
        <translation>原来的扫描件仍然保留，历史里有记录。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>更换</translation>
    </message>
    <message>
        <source>Attaching the scan</source>
        <translation>正在附扫描件</translation>
    </message>
    <message>
        <source>The scan is kept with this version.</source>
        <translation>扫描件已随这一版保存。</translation>
    </message>
    <message>
        <source>Saving the scan</source>
        <translation>正在保存扫描件</translation>
    </message>
    <message>
        <source>version {version}, {count} {count|cell|cells}</source>
        <translation>第 {version} 版，{count} 个单元格</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Open the demo</source>
        <translation>打开演示数据</translation>
    </message>
    <message>
        <source>A fictitious incubator with tenants, figures and filings. It opens in a separate database.</source>
        <translation>一个虚构的孵化器，有企业、数据和报表。在单独的数据库中打开。</translation>
    </message>
    <message>
        <source>Import my workbook</source>
        <translation>导入我的表格</translation>
    </message>
    <message>
        <source>Excel, WPS or CSV as it is. You see what would be imported first, and can undo it later.</source>
        <translation>Excel、WPS 或 CSV 原样导入。先看会写入什么，导入后也可以撤销。</translation>
    </message>
    <message>
        <source>Start empty</source>
        <translation>从空白开始</translation>
    </message>
    <message>
        <source>Enter the first tenant by hand; a name is enough to start with.</source>
        <translation>手工新增第一家企业，有名称就可以开始。</translation>
    </message>
    <message>
        <source>How would you like to start?</source>
        <translation>从哪里开始？</translation>
    </message>
    <message>
        <source>Your data stays on this computer. All three can still be done later.</source>
        <translation>数据只保存在这台电脑上。三种方式以后都可以再用。</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Preparing the demo</source>
        <translation>正在准备演示</translation>
    </message>
</context>
<context>
    <name>WhatSheet</name>
    <message>
        <source>New edition of: {form} ({year})</source>
        <translation>新一年的：{form}（{year}）</translation>
    </message>
    <message>
        <source>This is</source>
        <translation>这是</translation>
    </message>
    <message>
        <source>A new form</source>
        <translation>新的报表</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Incubator CRM</source>
        <translation>孵化管家</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Technology field</source>
        <translation>技术领域</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>楼宇</translation>
    </message>
    <message>
        <source>As of {day}; exported {today} by {user}</source>
        <translation>截至 {day}；{user} 于 {today} 导出</translation>
    </message>
    <message>
        <source>Key figures of {period}</source>
        <translation>{period} 主要指标</translation>
    </message>
    <message>
        <source>Workbench</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Chart figures</source>
        <translation>图表数据</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>A year before</source>
        <translation>上年同期</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>增减</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>口径</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>As of {day}</source>
        <translation>截至 {day}</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>待办与预警</translation>
    </message>
    <message>
        <source>Nothing is due in the next 90 days.</source>
        <translation>未来 90 天没有待办事项。</translation>
    </message>
    <message>
        <source>Incubating tenants</source>
        <translation>在孵企业</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>出租率</translation>
    </message>
    <message>
        <source>High-tech enterprises</source>
        <translation>高新技术企业</translation>
    </message>
    <message>
        <source>Graduates, cumulative</source>
        <translation>累计毕业企业</translation>
    </message>
    <message>
        <source>to be checked</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>无上年同期</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>持平</translation>
    </message>
    <message>
        <source>{figure}: not reported</source>
        <translation>{figure}：未报</translation>
    </message>
    <message>
        <source>Income and employees of incubating tenants</source>
        <translation>在孵企业收入与从业人数</translation>
    </message>
    <message>
        <source>Moved in this period</source>
        <translation>本期新增入驻</translation>
    </message>
    <message>
        <source>Income (incubating, YTD)</source>
        <translation>在孵企业收入（本年累计）</translation>
    </message>
    <message>
        <source>Employees (incubating)</source>
        <translation>在孵企业从业人数</translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation>未报 {count} 家</translation>
    </message>
    <message>
        <source>was {value}</source>
        <translation>上年 {value}</translation>
    </message>
    <message>
        <source>{let} of {whole} m² let</source>
        <translation>可出租 {whole} m²，在租 {let} m²</translation>
    </message>
    <message>
        <source>Before entry</source>
        <translation>入驻前</translation>
    </message>
    <message>
        <source>Listed, acquired</source>
        <translation>上市或被并购</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Tenants by stage</source>
        <translation>企业阶段分布</translation>
    </message>
    <message>
        <source>Occupancy by building</source>
        <translation>各楼宇出租率</translation>
    </message>
    <message>
        <source>Incubating tenants by technology field</source>
        <translation>在孵企业技术领域分布</translation>
    </message>
    <message>
        <source>Filings waiting for you</source>
        <translation>待您处理的报表</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>Filings waiting for others</source>
        <translation>待他人处理的报表</translation>
    </message>
    <message>
        <source>Hints</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Lease ends on {day}</source>
        <translation>合同 {day} 到期</translation>
    </message>
    <message>
        <source>Not frozen; due by {day}</source>
        <translation>尚未封存，应于 {day} 前上报</translation>
    </message>
    <message>
        <source>High-tech</source>
        <translation>高企证书</translation>
    </message>
    <message>
        <source>Income</source>
        <translation>两年收入</translation>
    </message>
    <message>
        <source>Investment</source>
        <translation>获得投资</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Submitted by {name} on {day}; it has changed since, submit it again</source>
        <translation>{name}于 {day} 送审，之后有变动，须重新送审</translation>
    </message>
    <message>
        <source>Returned by {name} on {day}: {note}</source>
        <translation>{name}于 {day} 退回：{note}</translation>
    </message>
    <message>
        <source>Submitted by {name} on {day}; to be checked or approved</source>
        <translation>{name}于 {day} 送审，待审核或批准</translation>
    </message>
    <message>
        <source>Submitted by {name}, checked by {other} on {day}; to be approved</source>
        <translation>{name}送审，{other}于 {day} 审核，待批准</translation>
    </message>
    <message>
        <source>Submitted by {name}, approved by {other} on {day}; to be frozen</source>
        <translation>{name}送审，{other}于 {day} 批准，待封存</translation>
    </message>
    <message>
        <source>needs approval by someone else</source>
        <translation>本人填报的须由他人审批</translation>
    </message>
    <message>
        <source>{arrow} {points} {points|point|points}</source>
        <translation>{arrow} {points} 个百分点</translation>
    </message>
    <message>
        <source>Opens the {count} {count|tenant|tenants} it counts</source>
        <translation>点击查看所计的 {count} 家企业</translation>
    </message>
    <message>
        <source>No figures of {period}: {count} {count|tenant|tenants}</source>
        <translation>未报 {period} 数据：{count} 家</translation>
    </message>
    <message>
        <source>May graduate: {count} {count|tenant|tenants}</source>
        <translation>已符合毕业条件：{count} 家</translation>
    </message>
    <message>
        <source>{months} {months|month|months} of incubation end on {day}</source>
        <translation>孵化满 {months} 个月：{day}</translation>
    </message>
    <message>
        <source>Checks: {errors} {errors|error|errors}, {warnings} {warnings|warning|warnings}</source>
        <translation>校验：{errors} 处错误，{warnings} 处警告</translation>
    </message>
    <message>
        <source>{days} {days|day|days} overdue</source>
        <translation>逾期 {days} 天</translation>
    </message>
    <message>
        <source>in {days} {days|day|days}</source>
        <translation>还有 {days} 天</translation>
    </message>
    <message>
        <source>Version {version} is out of date: {cells} {cells|cell|cells}; correct or carry forward</source>
        <translation>第 {version} 版有 {cells} 个单元格与现有数据不一致，请更正或结转</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>待核实</translation>
    </message>
</context>
<context>
    <name>WorkbenchPage</name>
    <message>
        <source>Period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>楼宇</translation>
    </message>
    <message>
        <source>Technology field</source>
        <translation>技术领域</translation>
    </message>
    <message>
        <source>Workbench</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Loading the workbench</source>
        <translation>正在读取工作台</translation>
    </message>
    <message>
        <source>No tenants yet</source>
        <translation>还没有企业</translation>
    </message>
    <message>
        <source>Import your register first; figures, charts and tasks will then appear here.</source>
        <translation>先导入企业台账，指标、图表和待办就会显示在这里。</translation>
    </message>
    <message>
        <source>Import from Excel</source>
        <translation>从 Excel 导入</translation>
    </message>
    <message>
        <source>The workbench could not be read</source>
        <translation>无法读取工作台</translation>
    </message>
    <message>
        <source>To do: {count}</source>
        <translation>待办 {count} 项</translation>
    </message>
    <message>
        <source>Done: {text}</source>
        <translation>已完成：{text}</translation>
    </message>
    <message>
        <source>Checking off</source>
        <translation>正在标记完成</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>导出指标</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx)</source>
        <translation>工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Exporting the figures</source>
        <translation>正在导出指标</translation>
    </message>
</context>
<context>
    <name>YesNoEntry</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
</TS>
